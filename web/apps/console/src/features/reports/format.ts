// Numbers in words. Pure.
import type { Measure } from "./measures";

export type Units = Record<"day" | "hour" | "minute" | "second", string>;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** 5 -> "5 s"; 125 -> "2 min 5 s"; 7500 -> "2 h 5 min"; 90000 -> "1 d 1 h": two units at most. */
export function length(seconds: number, units: Units): string {
  const whole = Math.round(seconds);
  const parts: [number, string][] =
    whole >= DAY
      ? [[Math.floor(whole / DAY), units.day], [Math.floor((whole % DAY) / HOUR), units.hour]]
      : whole >= HOUR
        ? [[Math.floor(whole / HOUR), units.hour], [Math.floor((whole % HOUR) / MINUTE), units.minute]]
        : [[Math.floor(whole / MINUTE), units.minute], [whole % MINUTE, units.second]];
  const shown = parts.filter(([count]) => count > 0);
  return shown.length ? shown.map(([count, unit]) => `${count} ${unit}`).join(" ") : `0 ${units.second}`;
}

export function shown(one: Measure, value: number | undefined, language: string, units: Units): string {
  if (value === undefined) return "–";
  if (one.kind === "time") return length(value, units);
  if (one.kind === "share") return new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 }).format(value);
  return new Intl.NumberFormat(language, { maximumFractionDigits: one.kind === "mean" ? 1 : 0 }).format(value);
}

/** +12 %, −3 %, +0.4 */
export function difference(one: Measure, by: number, language: string): string {
  const plain = one.kind === "mean";
  return new Intl.NumberFormat(language, {
    style: plain ? "decimal" : "percent",
    maximumFractionDigits: plain ? 1 : 0,
    signDisplay: "exceptZero",
  }).format(by);
}

/** A day of the account as the reader writes it: no time zone moves it. */
export function dayText(day: string, language: string, long = false): string {
  const options: Intl.DateTimeFormatOptions = long
    ? { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }
    : { day: "numeric", month: "short", timeZone: "UTC" };
  return new Intl.DateTimeFormat(language, options).format(new Date(`${day}T00:00:00Z`));
}

/** 0 = Monday. */
export function weekday(number: number, language: string, long = false): string {
  const monday = new Date(Date.UTC(2024, 0, 1 + number));
  return new Intl.DateTimeFormat(language, { weekday: long ? "long" : "short", timeZone: "UTC" }).format(monday);
}

export const hourText = (hour: number, language: string): string =>
  new Intl.DateTimeFormat(language, { hour: "numeric", timeZone: "UTC" }).format(new Date(Date.UTC(2024, 0, 1, hour)));

/** Of "2026-03-01" "2026-02-28". */
export const dayBefore = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) - DAY * 1000).toISOString().slice(0, 10);
