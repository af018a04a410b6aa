import type { Graph, Point } from "../types";

const APART = { x: 336, y: 140 };

/** A free place to the right of a node, below what hangs there already. */
export function placeAfter(graph: Graph, source: string, middle: Point): Point {
  const from = graph.nodes.find(({ id }) => id === source);
  const at = from ? { x: from.x + APART.x, y: from.y } : { ...middle };
  while (graph.nodes.some(({ x, y }) => Math.abs(x - at.x) < 280 && Math.abs(y - at.y) < APART.y)) at.y += APART.y;
  return at;
}
