import type { FlowNode, Graph, Point } from "../types";
import type { Clip } from "../clipboard";

/** Puts copies beside what is there. Returns the graph and the new nodes' ids.
 * newId: a fresh id at each call. */
export function paste(graph: Graph, clip: Clip, at: Point | null, newId: () => string): { graph: Graph; ids: string[] } {
  const ids = new Map(clip.nodes.map(({ id }) => [id, newId()]));
  const shift = at ? between(corner(clip.nodes), at) : stepAside(graph, clip.nodes);
  const nodes = clip.nodes.map((node) => ({ ...node, id: ids.get(node.id)!, x: node.x + shift.x, y: node.y + shift.y }));
  const edges = clip.edges.flatMap(({ source, port, target }) => {
    const [from, to] = [ids.get(source), ids.get(target)];
    return from && to ? [{ source: from, port, target: to }] : [];
  });
  const pasted = nodes.map((node) => node.id);
  return {
    graph: {
      ...graph,
      start: graph.start || (pasted[0] ?? ""),
      nodes: [...graph.nodes, ...nodes],
      edges: [...graph.edges, ...edges],
    },
    ids: pasted,
  };
}

const corner = (nodes: readonly FlowNode[]): Point => ({
  x: Math.min(...nodes.map(({ x }) => x)),
  y: Math.min(...nodes.map(({ y }) => y)),
});

const between = (from: Point, to: Point): Point => ({ x: Math.round(to.x - from.x), y: Math.round(to.y - from.y) });

const ASIDE = 48;

/** So that no copy lies upon its original, nor on an earlier copy. */
function stepAside(graph: Graph, nodes: readonly FlowNode[]): Point {
  const taken = new Set(graph.nodes.map(({ x, y }) => `${x},${y}`));
  let by = ASIDE;
  while (nodes.some(({ x, y }) => taken.has(`${x + by},${y + by}`))) by += ASIDE;
  return { x: by, y: by };
}
