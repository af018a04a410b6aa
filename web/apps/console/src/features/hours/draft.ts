// Hours while they are edited: pure. What is wrong is told by field, as the server names it.
import type { DayOff, ExceptionalDay, HoursInterval, HoursRequest, HoursView } from "@tertulia/protocol";
import { SUGGESTIONS } from "./suggestions";

export const KINDS = ["closed", "break", "holiday"] as const;
export type Kind = (typeof KINDS)[number];
export const LANGUAGES = ["en", "es", "pt-BR"] as const;
export const VARIABLES = ["opening", "opening_time", "opening_day", "holiday", "name"];
export const MOST_INTERVALS = 6;
const DAY = 1440;

export interface Draft {
  version: number;
  zone: string;
  week: HoursInterval[][];
  holidays: DayOff[];
  exceptions: ExceptionalDay[];
  country: string;
  subdivision: string;
  messages: Record<string, Record<string, string>>;
  callback: boolean;
}

/** What is wrong: field -> the word's key and its values. */
export type Problems = Record<string, { key: string; values?: Record<string, string> }>;

const NINE_TO_SIX: HoursInterval[] = [{ start: "09:00", end: "18:00" }];

/** Monday to Friday, nine to six, with the suggested words. */
export const freshDraft = (zone: string): Draft => ({
  version: 0,
  zone,
  week: [0, 1, 2, 3, 4, 5, 6].map((day) => (day < 5 ? structuredClone(NINE_TO_SIX) : [])),
  holidays: [],
  exceptions: [],
  country: "",
  subdivision: "",
  messages: structuredClone(SUGGESTIONS),
  callback: false,
});

export const draftOf = ({ version, schedule, messages, callback }: HoursView): Draft => ({
  version,
  zone: schedule.zone,
  week: schedule.week.map((day) => day.map(shownInterval)),
  holidays: schedule.holidays ?? [],
  exceptions: (schedule.exceptions ?? []).map((one) => ({ ...one, hours: (one.hours ?? []).map(shownInterval) })),
  country: schedule.country ?? "",
  subdivision: schedule.subdivision ?? "",
  messages,
  callback,
});

export const requestOf = ({ version, messages, callback, ...schedule }: Draft): HoursRequest => ({
  version,
  schedule,
  messages,
  callback,
});

/** A field for times knows no 24:00: it is the next day's 00:00. */
const shownInterval = ({ start, end, next_day }: HoursInterval): HoursInterval =>
  end === "24:00" ? { start, end: "00:00", next_day: true } : { start, end, next_day: next_day ?? false };

const minute = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));

const span = ({ start, end, next_day }: HoursInterval): [number, number] => [
  minute(start),
  minute(end) + (next_day ? DAY : 0),
];

export const clock = (at: number): string => {
  const within = at % DAY;
  return `${String(Math.floor(within / 60)).padStart(2, "0")}:${String(within % 60).padStart(2, "0")}`;
};

export const intervalText = ({ start, end }: HoursInterval): string => `${start}–${end}`;

/** The breaks after each interval but the last; '' where the next one begins at once. */
export function breaks(day: readonly HoursInterval[]): string[][] {
  const spans = day.map(span).sort((a, b) => a[0] - b[0]);
  return spans.slice(1).flatMap(([from], i) => {
    const until = spans[i]![1];
    return from > until ? [[clock(until), clock(from)]] : [];
  });
}

/** One more, after the last: from an hour later, for four hours. */
export function nextInterval(day: readonly HoursInterval[]): HoursInterval {
  const last = Math.max(0, ...day.map((one) => span(one)[1]));
  if (day.length === 0) return { ...NINE_TO_SIX[0]! };
  const start = Math.min(last + 60, DAY - 60);
  const end = Math.min(start + 240, DAY);
  return { start: clock(start), end: clock(end), next_day: end === DAY };
}

export function problemsOf(draft: Draft): Problems {
  const found: Problems = {};
  draft.week.forEach((day, number) => checkDay(day, `schedule.week.${number}`, found));
  draft.week.forEach((day, number) => checkBefore(draft.week, day, number, found));
  draft.exceptions.forEach(({ hours = [], day }, number) => {
    checkDay(hours, `schedule.exceptions.${number}.hours`, found);
    if (!day) found[`schedule.exceptions.${number}.day`] = { key: "error.day" };
  });
  return found;
}

function checkDay(day: readonly HoursInterval[], place: string, found: Problems): void {
  day.forEach((one, number) => {
    const [from, until] = span(one);
    const field = `${place}.${number}.end`;
    if (!one.start || !one.end) found[field] = { key: "error.time" };
    else if (until <= from) found[field] = { key: "error.order", values: { start: one.start, end: one.end } };
    else if (until - from > DAY) found[field] = { key: "error.long" };
    const other = day.find((each, i) => i !== number && overlaps(each, one) && (span(each)[0] < from || (span(each)[0] === from && i < number)));
    if (other && !found[field]) found[`${place}.${number}.start`] = { key: "error.overlap", values: { interval: intervalText(other) } };
  });
}

function overlaps(a: HoursInterval, b: HoursInterval): boolean {
  const [from, until] = span(a);
  const [start, end] = span(b);
  return from < end && start < until;
}

function checkBefore(week: readonly HoursInterval[][], day: readonly HoursInterval[], number: number, found: Problems): void {
  const late = Math.max(0, ...week[(number + 6) % 7]!.map((one) => span(one)[1])) - DAY;
  day.forEach((one, i) => {
    if (span(one)[0] < late) {
      found[`schedule.week.${number}.${i}.start`] ??= { key: "error.overlapBefore", values: { time: clock(late) } };
    }
  });
}
