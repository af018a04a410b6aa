// What the numbers of a report are, how they are read and compared. Pure. docs/reports.md.
import type { ReportLength, ReportNumbers } from "@tertulia/protocol";
import type { By } from "../../api/reports";

export type Kind = "count" | "time" | "share" | "mean";

/** good: whether more of it is better (1), worse (-1) or neither. behind: what the conversations
 * behind it are asked by. */
export interface Measure {
  id: string;
  kind: Kind;
  good: -1 | 0 | 1;
  behind: string;
  read(numbers: ReportNumbers, working: boolean): number | undefined;
}

type Count = string & keyof NonNullable<ReportNumbers["counts"]>;
type Time = string & keyof NonNullable<ReportNumbers["times"]>;

const of = (numbers: ReportNumbers, name: Count): number => numbers.counts?.[name] ?? 0;

const count = (id: Count, good: -1 | 0 | 1 = 0): Measure => ({
  id,
  kind: "count",
  good,
  behind: id,
  read: (numbers) => of(numbers, id),
});

const time = (id: string, name: Time): Measure => ({
  id,
  kind: "time",
  good: -1,
  behind: name,
  read: (numbers, working) => lengthOf(numbers, name, working)?.median,
});

const share = (id: string, kind: Kind, part: Count, whole: (numbers: ReportNumbers) => number, behind: string): Measure => ({
  id,
  kind,
  good: 1,
  behind,
  read: (numbers) => (whole(numbers) > 0 ? of(numbers, part) / whole(numbers) : undefined),
});

const all: Measure[] = [
  count("opened"),
  count("resolved", 1),
  count("reopened", -1),
  count("in"),
  count("out"),
  count("said"),
  count("assigned"),
  count("transferred"),
  count("handed_off"),
  count("bot_resolved", 1),
  count("unanswered", -1),
  count("tagged"),
  count("invited"),
  time("first", "first"),
  time("reply", "reply"),
  time("resolution", "resolved"),
  time("taken", "taken"),
  time("bot", "bot"),
  time("idle", "idle"),
  share("sla", "share", "kept", (numbers) => of(numbers, "kept") + of(numbers, "broken"), "broken"),
  share("bot_share", "share", "bot_resolved", (numbers) => of(numbers, "resolved"), "bot_resolved"),
  share("rating", "mean", "stars", (numbers) => of(numbers, "rated"), "rated"),
];

const byId = new Map(all.map((one) => [one.id, one]));
export const measure = (id: string): Measure => byId.get(id) ?? all[0]!;
const some = (...ids: string[]): Measure[] => ids.map(measure);

export const GROUPS = [
  { id: "volumes", measures: some("opened", "resolved", "reopened", "unanswered", "in", "out") },
  { id: "speed", measures: some("first", "reply", "resolution", "taken", "bot", "idle") },
  { id: "quality", measures: some("sla", "rating", "bot_share") },
] as const;

export const DRAWN: readonly Measure[] = some("opened", "resolved", "reopened", "unanswered", "in", "out", "first", "reply", "resolution", "sla", "bot_share");

export const COLUMNS: Record<By, readonly Measure[]> = {
  agent: some("assigned", "out", "resolved", "first", "reply", "resolution", "sla", "rating"),
  queue: some("opened", "resolved", "unanswered", "transferred", "taken", "first", "reply", "resolution", "sla"),
  channel: some("opened", "in", "out", "resolved", "first", "resolution", "bot_share", "rating"),
  flow: some("said", "handed_off", "bot_resolved", "bot"),
  tag: some("tagged", "resolved", "reopened", "resolution", "bot_share"),
  invitation: some("invited", "out", "resolved", "first", "reply", "resolution", "sla", "rating"),
};

/** By the clock, where there is no working time of it. */
export function lengthOf(numbers: ReportNumbers, name: Time, working: boolean): ReportLength | undefined {
  return (working ? numbers.working?.[name] : undefined) ?? numbers.times?.[name];
}

export function isEmpty(numbers: ReportNumbers): boolean {
  return Object.keys(numbers.counts ?? {}).length === 0;
}

/** By how much it differs: of counts and times as a share, of shares in points, of means as is. */
export function change(one: Measure, now: number | undefined, before: number | undefined): number | undefined {
  if (now === undefined || before === undefined) return undefined;
  if (one.kind === "share" || one.kind === "mean") return now - before;
  return before === 0 ? undefined : (now - before) / before;
}

export type Tone = "good" | "bad" | "plain";

export function tone(one: Measure, by: number | undefined): Tone {
  if (!by || !one.good) return "plain";
  return by * one.good > 0 ? "good" : "bad";
}
