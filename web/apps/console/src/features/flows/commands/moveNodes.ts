import type { Graph, Point } from "../types";

/** to: by node, in the canvas's own pixels. */
export function moveNodes(graph: Graph, to: Readonly<Record<string, Point>>): Graph {
  let moved = false;
  const nodes = graph.nodes.map((node) => {
    const place = to[node.id];
    if (!place || (Math.round(place.x) === node.x && Math.round(place.y) === node.y)) return node;
    moved = true;
    return { ...node, x: Math.round(place.x), y: Math.round(place.y) };
  });
  return moved ? { ...graph, nodes } : graph;
}

export function nudge(graph: Graph, ids: readonly string[], by: Point): Graph {
  const chosen = graph.nodes.filter(({ id }) => ids.includes(id));
  return moveNodes(graph, Object.fromEntries(chosen.map(({ id, x, y }) => [id, { x: x + by.x, y: y + by.y }])));
}
