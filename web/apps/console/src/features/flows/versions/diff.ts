// What lies between two graphs: versions, or a draft that only this screen has. Pure.
import type { FlowNode, Graph } from "../types";

export interface Change {
  path: string; // of the field: "text", "options.0.title"
  before: string;
  after: string;
}

export interface NodeDiff {
  id: string;
  kind: string;
  name: string;
  what: "added" | "removed" | "changed";
  fields: Change[];
  ways: number; // ways out that lead elsewhere
}

export interface GraphDiff {
  nodes: NodeDiff[];
  settings: Change[]; // of the whole flow: triggers, variables, fallback, start
}

export const isSame = ({ nodes, settings }: GraphDiff): boolean => nodes.length === 0 && settings.length === 0;

const MOST_FIELDS = 40;
const SETTINGS = ["start", "triggers", "variables", "fallback", "priority"] as const;

/** Places on the canvas do not count. */
export function diff(before: Graph, after: Graph): GraphDiff {
  const old = new Map(before.nodes.map((node) => [node.id, node]));
  const now = new Map(after.nodes.map((node) => [node.id, node]));
  const oldWays = waysOf(before);
  const nowWays = waysOf(after);
  const nodes: NodeDiff[] = [];
  for (const node of after.nodes) {
    const was = old.get(node.id);
    if (!was) nodes.push({ ...named(node), what: "added", fields: [], ways: 0 });
    else {
      const kinds = changes(heading(was), heading(node));
      const fields = [...kinds, ...changes(was.data, node.data)].slice(0, MOST_FIELDS);
      const ways = differences(oldWays.get(node.id), nowWays.get(node.id));
      if (fields.length > 0 || ways > 0) nodes.push({ ...named(node), what: "changed", fields, ways });
    }
  }
  for (const node of before.nodes) {
    if (!now.has(node.id)) nodes.push({ ...named(node), what: "removed", fields: [], ways: 0 });
  }
  const settings = SETTINGS.flatMap((name) => changes(before[name], after[name], name)).slice(0, MOST_FIELDS);
  return { nodes, settings };
}

const titleOf = (node: FlowNode): string => (node as { title?: string }).title ?? "";
const named = (node: FlowNode) => ({ id: node.id, kind: node.kind, name: titleOf(node) });
const heading = (node: FlowNode) => ({ kind: node.kind, title: titleOf(node) });

type Ways = Map<string, string>;

function waysOf({ edges }: Graph): Map<string, Ways> {
  const found = new Map<string, Ways>();
  for (const { source, port, target } of edges) found.set(source, (found.get(source) ?? new Map()).set(port, target));
  return found;
}

function differences(one: Ways = new Map(), other: Ways = new Map()): number {
  return [...new Set([...one.keys(), ...other.keys()])].filter((port) => one.get(port) !== other.get(port)).length;
}

function changes(before: unknown, after: unknown, path = ""): Change[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (isTree(before) && isTree(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => changes(before[key], after[key], path ? `${path}.${key}` : key));
  }
  if (isEmpty(before) && isEmpty(after)) return []; // a default that was written down is no change
  return [{ path, before: shown(before), after: shown(after) }];
}

const isTree = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === "" || value === 0 || value === false ||
  (isTree(value) && Object.values(value).every(isEmpty));

const LONGEST = 300;

function shown(value: unknown): string {
  if (value === undefined || value === null) return "";
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
