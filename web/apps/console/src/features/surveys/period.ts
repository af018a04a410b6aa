// Which days the results are of. Pure.
import type { Period } from "../../api/surveys";

export const LENGTHS = { week: 7, month: 30, quarter: 90, year: 365 } as const;
export type Length = keyof typeof LENGTHS | "own";

/** YYYY-MM-DD, `back` days before `now`, in that time zone. */
export function day(now: number, zone: string | undefined, back = 0): string {
  const today = new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
  return later(today.format(now), -back);
}

/** The days are counted on the calendar: not each of them has 24 hours where clocks are changed. */
const later = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

const EARLIEST = "2000-01-01"; // a year that is being typed begins with zeros

/** With another first or last day: in their order, and `longest` days at most; null while a date is not whole. */
export function withEnd(period: Period, end: "first" | "last", value: string, longest: number): Period | null {
  if (value < EARLIEST) return null;
  const [first, last] = end === "first" ? [value, period.last] : [period.first, value];
  if (first > last) return { first: value, last: value };
  const [from, to] = [later(last, 1 - longest), later(first, longest - 1)];
  return end === "first" ? { first, last: last < to ? last : to } : { first: first > from ? first : from, last };
}

export const lastDays = (now: number, zone: string | undefined, length: keyof typeof LENGTHS): Period => ({
  first: day(now, zone, LENGTHS[length] - 1),
  last: day(now, zone),
});
