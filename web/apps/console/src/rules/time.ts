// Times as people read them, in the reader's own zone and language.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export type Short =
  | { unit: "now" }
  | { unit: "minutes" | "hours" | "days"; count: number }
  | { unit: "date"; text: string };

/** How long ago, in one short word. Beyond a week: the date. */
export function shortAgo(at: string, now: number, language: string): Short {
  const age = now - Date.parse(at);
  if (age < MINUTE) return { unit: "now" };
  if (age < HOUR) return { unit: "minutes", count: Math.floor(age / MINUTE) };
  if (age < DAY) return { unit: "hours", count: Math.floor(age / HOUR) };
  if (age < 7 * DAY) return { unit: "days", count: Math.floor(age / DAY) };
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  const options: Intl.DateTimeFormatOptions = sameYear
    ? { day: "numeric", month: "short" }
    : { day: "numeric", month: "short", year: "numeric" };
  return { unit: "date", text: format(at, language, options) };
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(at: string | number, language: string, options: Intl.DateTimeFormatOptions): string {
  const key = language + JSON.stringify(options);
  let made = formats.get(key);
  if (!made) formats.set(key, (made = new Intl.DateTimeFormat(language, options)));
  return made.format(new Date(at));
}

export const clock = (at: string, language: string): string =>
  format(at, language, { hour: "numeric", minute: "2-digit" });

export const exact = (at: string | number, language: string): string =>
  format(at, language, { dateStyle: "medium", timeStyle: "short" });

export const exactWithSeconds = (at: string, language: string): string =>
  format(at, language, { dateStyle: "full", timeStyle: "medium" });

/** A day's key in the reader's zone. */
export function dayKey(at: string | number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}

export type DayName = { name: "today" | "yesterday" } | { name: "date"; text: string };

export function dayName(at: string, now: number, language: string): DayName {
  if (dayKey(at) === dayKey(now)) return { name: "today" };
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  if (dayKey(at) === dayKey(yesterday.getTime())) return { name: "yesterday" };
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  const options: Intl.DateTimeFormatOptions = sameYear
    ? { weekday: "long", day: "numeric", month: "long" }
    : { day: "numeric", month: "long", year: "numeric" };
  return { name: "date", text: format(at, language, options) };
}

export type Patience = "fine" | "late" | "overdue";

const LATE = 10 * MINUTE;
const OVERDUE = 30 * MINUTE;

/** How urgent an unanswered contact is: amber after 10 minutes, red after 30. */
export function patience(waitingSince: string, now: number): Patience {
  const wait = now - Date.parse(waitingSince);
  if (wait >= OVERDUE) return "overdue";
  return wait >= LATE ? "late" : "fine";
}

/** Of what a queue promised: amber when it is nearly late, red when it is. */
export function promise(due: string, warn: string | null | undefined, now: number): Patience {
  if (now >= Date.parse(due)) return "overdue";
  return warn && now >= Date.parse(warn) ? "late" : "fine";
}

/** 75 -> "1:15" */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
