// Nodes as text: copied in one flow, pasted in another, or into a mail. What comes back may be
// anything. Pure.
import type { Data, FlowEdge, FlowNode, Graph } from "./types";

export interface Clip {
  nodes: readonly FlowNode[];
  edges: readonly FlowEdge[];
}

const MARK = "tertulia.flow-nodes";
const LONGEST = 400_000; // characters: more than a whole flow may have
const LONGEST_TITLE = 200;
const FURTHEST = 100_000; // pixels from the middle

export function copy(graph: Graph, ids: readonly string[]): string {
  const nodes = graph.nodes.filter(({ id }) => ids.includes(id));
  const edges = graph.edges.filter(({ source, target }) => ids.includes(source) && ids.includes(target));
  return JSON.stringify({ kind: MARK, nodes, edges });
}

/** null: it is something else. kinds: those that this console knows. */
export function read(text: string, kinds: ReadonlySet<string>): Clip | null {
  if (text.length > LONGEST) return null;
  try {
    const told: unknown = JSON.parse(text);
    if (!isRecord(told) || told.kind !== MARK || !Array.isArray(told.nodes)) return null;
    const nodes = told.nodes.flatMap((one) => nodeFrom(one, kinds));
    const edges = Array.isArray(told.edges) ? told.edges.flatMap(edgeFrom) : [];
    return nodes.length > 0 ? { nodes, edges } : null;
  } catch {
    return null;
  }
}

function nodeFrom(told: unknown, kinds: ReadonlySet<string>): FlowNode[] {
  if (!isRecord(told)) return [];
  const { id, kind, x, y, title, data } = told;
  if (typeof id !== "string" || typeof kind !== "string" || !kinds.has(kind) || !isRecord(data)) return [];
  const own = typeof title === "string" && title ? { title: title.slice(0, LONGEST_TITLE) } : {};
  return [{ id, kind, x: place(x), y: place(y), ...own, data: data as Data }];
}

function edgeFrom(told: unknown): FlowEdge[] {
  if (!isRecord(told)) return [];
  const { source, port, target } = told;
  const whole = typeof source === "string" && typeof port === "string" && typeof target === "string";
  return whole ? [{ source, port, target }] : [];
}

const place = (told: unknown): number =>
  typeof told === "number" && Number.isFinite(told) ? Math.max(-FURTHEST, Math.min(FURTHEST, Math.round(told))) : 0;

const isRecord = (told: unknown): told is Record<string, unknown> =>
  typeof told === "object" && told !== null && !Array.isArray(told);
