// A conversation with the draft: what was said, what the flow did, where it stands. Pure.
import type { Content } from "@tertulia/protocol";
import { edgeId } from "../types";
import type { Effect, EngineState, SimEvent, SimulatedStep, Traced, Value } from "./types";

/** mark: what happened that nobody said. key: its place, for ever. */
export type Line =
  | { kind: "bot" | "me"; key: number; node: string; content: Content }
  | { kind: "mark"; key: number; node: string; effect: Effect };

export interface Run {
  key: number; // of the line in the list of steps
  turn: number;
  traced: Traced;
}

export interface Simulation {
  state: EngineState | null; // null: not begun
  lines: readonly Line[];
  runs: readonly Run[];
  changed: readonly string[]; // variables that the last step changed
  pending: readonly Effect[]; // what the last step wants answered, or waits for
}

export const fresh: Simulation = { state: null, lines: [], runs: [], changed: [], pending: [] };

const SILENT = new Set(["count", "wait"]);
const ASKS = new Set(["call_http", "emit", "wait", "ask_survey"]);

/** Shown at once, before the engine has answered. */
export function spoken(before: Simulation, event: SimEvent): Simulation {
  const content = event.type === "replied" || event.type === "started" ? event.content : null;
  if (!content) return before;
  const line: Line = { kind: "me", key: before.lines.length, node: "", content };
  return { ...before, lines: [...before.lines, line] };
}

export function stepped(before: Simulation, step: SimulatedStep): Simulation {
  const effects = step.effects ?? [];
  const lines = [...before.lines];
  for (const effect of effects) {
    if (SILENT.has(effect.type)) continue;
    const at = { key: lines.length, node: effect.node ?? "" };
    if (effect.type === "say") lines.push({ ...at, kind: "bot", content: effect.content });
    else lines.push({ ...at, kind: "mark", effect });
  }
  const turn = step.state.turn ?? 0;
  const runs = (step.trace ?? []).map((traced, i): Run => ({ key: before.runs.length + i, turn, traced }));
  return {
    state: step.state,
    lines,
    runs: [...before.runs, ...runs],
    changed: changedNames(before.state?.variables ?? {}, step.state.variables ?? {}),
    pending: effects.filter(({ type }) => ASKS.has(type)),
  };
}

function changedNames(before: Record<string, Value>, after: Record<string, Value>): string[] {
  return Object.keys(after).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}

/** What the flow waits for, with the effect that says more of it. */
export function waitsFor(simulation: Simulation): { kind: string; effect?: Effect; wait?: Effect & { type: "wait" } } | null {
  const { state, pending } = simulation;
  const waiting = state?.outcome ? null : state?.waiting;
  if (!waiting) return null;
  const wait = pending.find(
    (effect): effect is Effect & { type: "wait" } => effect.type === "wait" && effect.wait_id === waiting.wait_id,
  );
  const wanted = { http: "call_http", action: "emit", survey: "ask_survey" }[waiting.kind as "http"];
  return { kind: waiting.kind, effect: pending.find(({ type }) => type === wanted), wait };
}

/** How long the wait that is skipped would have lasted. now: milliseconds, in the made person's time. */
export function waitedSeconds(simulation: Simulation, now: number): number {
  const wait = waitsFor(simulation)?.wait;
  if (!wait) return 0;
  if (wait.until) return Math.max(0, Math.ceil((Date.parse(wait.until) - now) / 1000));
  return (wait.working ?? 0) * 60;
}

export const isOver = ({ state }: Simulation): boolean => !!state?.outcome;

/** Which nodes and ways of this flow (not of one that it called) the path went through. */
export function path({ runs, state }: Simulation): { nodes: string[]; edges: string[]; here: string } {
  const own = runs.filter(({ traced }) => !traced.flow_id).map(({ traced }) => traced);
  const edges = own.flatMap(({ node, port }) => (port ? [edgeId({ source: node, port })] : []));
  const here = state && !state.outcome && !state.at.flow_id ? state.at.node : "";
  return { nodes: [...new Set(own.map(({ node }) => node))], edges: [...new Set(edges)], here };
}

/** The options that can still be pressed: those of the last words of the bot. */
export function openOptions({ lines, state }: Simulation): number {
  if (state?.outcome || state?.waiting?.kind !== "reply") return -1;
  for (let at = lines.length - 1; at >= 0; at--) {
    const line = lines[at]!;
    if (line.kind === "me") return -1;
    if (line.kind === "bot" && (line.content.options?.length ?? 0) > 0) return line.key;
  }
  return -1;
}

export function valueText(value: Value): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** As a field of date and time has it, in the zone of who looks; "" = none. */
export function localTime(iso: string): string {
  if (!iso) return "";
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export function isoTime(local: string): string {
  const at = Date.parse(local);
  return Number.isNaN(at) ? "" : new Date(at).toISOString();
}
