// Which days the results are of. Pure.
import type { Period } from "../../api/surveys";

export const LENGTHS = { week: 7, month: 30, quarter: 90, year: 365 } as const;
export type Length = keyof typeof LENGTHS | "own";

/** YYYY-MM-DD, `back` days before `now`, in that time zone. */
export function day(now: number, zone: string | undefined, back = 0): string {
  const moment = new Date(now - back * 86_400_000);
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(moment);
}

export const lastDays = (now: number, zone: string | undefined, length: keyof typeof LENGTHS): Period => ({
  first: day(now, zone, LENGTHS[length] - 1),
  last: day(now, zone),
});
