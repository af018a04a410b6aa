// Wall-clock times in named time zones, with nothing but what browsers know of them.

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let made = formats.get(zone);
  if (!made) {
    made = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    formats.set(zone, made);
  }
  return made;
}

/** What clocks in the zone show, as if it were UTC: milliseconds. */
function wallClock(zone: string, at: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(at)) part[type] = Number(value);
  return Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!, part.second!);
}

const offset = (zone: string, at: number): number => wallClock(zone, at) - Math.floor(at / 1000) * 1000;

export const isZone = (zone: string): boolean => {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
};

/** "2026-03-29T02:30" in the zone, as a moment; NaN if it is no time. An hour that the zone skips
 * comes out an hour later; one that it has twice is the first. */
export function toMoment(local: string, zone: string): number {
  const wall = Date.parse(`${local}Z`);
  if (Number.isNaN(wall) || !isZone(zone)) return NaN;
  const first = wall - offset(zone, wall - 86_400_000);
  if (wallClock(zone, first) === wall) return first;
  const second = wall - offset(zone, wall + 86_400_000);
  return wallClock(zone, second) === wall ? second : first;
}

/** What <input type="datetime-local"> wants. */
export const toLocal = (at: number, zone: string): string =>
  new Date(wallClock(zone, at)).toISOString().slice(0, 16);

export type SchedulePreset = "hour" | "thisEvening" | "tomorrow" | "monday";
const MORNING = "09:00";
const EVENING = "18:00";

/** Handy moments, by the clocks of the zone; none that is past. */
export function presets(now: number, zone: string): { name: SchedulePreset; at: number }[] {
  const today = toLocal(now, zone).slice(0, 10);
  const weekday = new Date(`${today}T00:00Z`).getUTCDay();
  const day = (later: number) => new Date(Date.parse(`${today}T00:00Z`) + later * 86_400_000).toISOString().slice(0, 10);
  const all: { name: SchedulePreset; at: number }[] = [
    { name: "hour", at: Math.ceil((now + 3_600_000) / 300_000) * 300_000 },
    { name: "thisEvening", at: toMoment(`${today}T${EVENING}`, zone) },
    { name: "tomorrow", at: toMoment(`${day(1)}T${MORNING}`, zone) },
    { name: "monday", at: toMoment(`${day((8 - weekday) % 7 || 7)}T${MORNING}`, zone) },
  ];
  return all.filter(({ at }, i) => at > now + 600_000 && all.findIndex((other) => other.at === at) === i);
}

export const myZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

/** The zones to offer: those that matter here first, then all. */
export function zoneNames(first: readonly string[]): string[] {
  const all: string[] = Intl.supportedValuesOf?.("timeZone") ?? [];
  return [...new Set([...first.filter(isZone), "UTC", ...all])];
}

export function inZone(at: string | number, zone: string, language: string): string {
  const timeZone = isZone(zone) ? zone : "UTC";
  const options = { weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit" } as const;
  return new Intl.DateTimeFormat(language, { ...options, timeZone }).format(new Date(at));
}

/** As short as a preset needs: the day of the week says enough within a week. */
export const soonInZone = (at: number, zone: string, language: string): string =>
  new Intl.DateTimeFormat(language, { weekday: "short", hour: "numeric", minute: "2-digit", timeZone: zone }).format(at);
