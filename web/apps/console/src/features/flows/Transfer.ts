// A flow as a file, out and in. What comes in may be anything: it is looked at before it is used.
import { saveJson } from "../../ui/saveFile";
import { graphNow, useBuilder } from "./state";
import type { FlowEdge, FlowNode, Graph } from "./types";

const MOST_BYTES = 1024 * 1024;
const MARK = "tertulia.flow";

export interface Parcel {
  name: string; // '' = it had none
  graph: Graph;
}

/** why: a key of words, with the place in the file where it is wrong. */
export type Read = { parcel: Parcel } | { why: string; at: string };

export function fileText(name: string, graph: Graph): string {
  return JSON.stringify({ kind: MARK, name, graph }, null, 2);
}

export function exportFlow(): void {
  const { name } = useBuilder.getState();
  saveJson(`${fileName(name)}.json`, fileText(name, graphNow()));
}

export const fileName = (name: string): string =>
  name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\w-]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60) || "flow";

/** Our own file, or a bare graph. Only what a graph has is taken, so that nothing else comes in. */
export function readFlow(text: string): Read {
  if (text.length > MOST_BYTES) return { why: "tooLarge", at: "" };
  let told: unknown;
  try {
    told = JSON.parse(text);
  } catch {
    return { why: "noJson", at: "" };
  }
  if (!isRecord(told)) return { why: "noFlow", at: "" };
  const graph = told.kind === MARK ? told.graph : told;
  if (!isRecord(graph) || !Array.isArray(graph.nodes)) return { why: "noFlow", at: "" };
  if (graph.format !== 1) return { why: "format", at: "format" };
  const wrong = wrongIn(graph);
  if (wrong) return wrong;
  const name = told.kind === MARK && typeof told.name === "string" ? told.name.slice(0, 80) : "";
  return { parcel: { name, graph: taken(graph) } };
}

type Told = Record<string, unknown>;

function wrongIn(graph: Told): Read | null {
  const nodes = graph.nodes as unknown[];
  const ids = new Set<unknown>();
  for (const [i, node] of nodes.entries()) {
    const at = `nodes.${i}`;
    if (!isRecord(node) || !isRecord(node.data ?? {})) return { why: "node", at };
    if (typeof node.id !== "string" || !/^[\w-]{1,64}$/.test(node.id)) return { why: "node", at: `${at}.id` };
    if (typeof node.kind !== "string") return { why: "node", at: `${at}.kind` };
    if (ids.has(node.id)) return { why: "twice", at: `${at}.id` };
    ids.add(node.id);
  }
  for (const [i, edge] of ((graph.edges ?? []) as unknown[]).entries()) {
    const whole = isRecord(edge) && [edge.source, edge.port, edge.target].every((part) => typeof part === "string");
    if (!whole) return { why: "edge", at: `edges.${i}` };
  }
  for (const name of ["edges", "triggers", "variables"]) {
    const list = graph[name] ?? [];
    if (!Array.isArray(list) || !list.every(isRecord)) return { why: "list", at: name };
  }
  return null;
}

function taken(graph: Told): Graph {
  const nodes = (graph.nodes as Told[]).map(({ id, kind, x, y, title, data }) => ({
    id,
    kind,
    x: place(x),
    y: place(y),
    ...(typeof title === "string" ? { title: title.slice(0, 200) } : {}),
    data: data ?? {},
  })) as unknown as FlowNode[];
  const edges = ((graph.edges ?? []) as Told[]).map(({ source, port, target }) => ({ source, port, target })) as unknown as FlowEdge[];
  const kept = Object.fromEntries(["fallback", "priority"].filter((name) => name in graph).map((name) => [name, graph[name]]));
  return {
    ...kept,
    format: 1,
    start: typeof graph.start === "string" ? graph.start : "",
    nodes,
    edges,
    triggers: (graph.triggers ?? []) as Graph["triggers"],
    variables: (graph.variables ?? []) as Graph["variables"],
  };
}

const FURTHEST = 100_000;
const place = (told: unknown): number =>
  typeof told === "number" && Number.isFinite(told) ? Math.max(-FURTHEST, Math.min(FURTHEST, told)) : 0;

const isRecord = (told: unknown): told is Told => typeof told === "object" && told !== null && !Array.isArray(told);
