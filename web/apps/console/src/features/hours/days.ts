// Names of days, in the reader's language.
const MONDAY = Date.UTC(2024, 0, 1);

export const weekday = (day: number, language: string, width: "long" | "short" = "long"): string =>
  new Intl.DateTimeFormat(language, { weekday: width, timeZone: "UTC" }).format(MONDAY + day * 86_400_000);

/** "2026-12-25" as people write it. */
export function dateText(day: string, language: string, yearly = false): string {
  const at = Date.parse(`${day}T00:00Z`);
  if (Number.isNaN(at)) return day;
  const options: Intl.DateTimeFormatOptions = yearly
    ? { day: "numeric", month: "long" }
    : { weekday: "short", day: "numeric", month: "short", year: "numeric" };
  return new Intl.DateTimeFormat(language, { ...options, timeZone: "UTC" }).format(at);
}
