// Puts a graph in order, from left to right. Pure.
import { Graph as Drawing, layout as arrange } from "@dagrejs/dagre";
import type { Graph, Point } from "./types";

export interface Size {
  width: number;
  height: number;
}

const MISHAPS = new Set(["error", "invalid", "no_answer", "4xx", "5xx"]);

/** Where each node goes: the first stays where it is. size: of a node as it is drawn. */
export function layout(graph: Graph, size: (id: string) => Size): Record<string, Point> {
  if (graph.nodes.length === 0) return {};
  const drawing = new Drawing();
  drawing.setGraph({ rankdir: "LR", nodesep: 48, ranksep: 112 });
  drawing.setDefaultEdgeLabel(() => ({}));
  for (const { id } of graph.nodes) drawing.setNode(id, { ...size(id) });
  for (const { source, port, target } of graph.edges) {
    if (source === target || !drawing.hasNode(source) || !drawing.hasNode(target)) continue;
    const weight = MISHAPS.has(port) ? 1 : 3; // what goes well is to run straight
    drawing.setEdge(source, target, { weight: Math.max(weight, drawing.edge(source, target)?.weight ?? 0) });
  }
  arrange(drawing);
  const corner = (id: string): Point => {
    const { x = 0, y = 0, width = 0, height = 0 } = drawing.node(id);
    return { x: x - width / 2, y: y - height / 2 };
  };
  const first = graph.nodes.find(({ id }) => id === graph.start) ?? graph.nodes[0]!;
  const from = corner(first.id);
  return Object.fromEntries(
    graph.nodes.map(({ id }) => {
      const { x, y } = corner(id);
      return [id, { x: Math.round(first.x + x - from.x), y: Math.round(first.y + y - from.y) }];
    }),
  );
}
