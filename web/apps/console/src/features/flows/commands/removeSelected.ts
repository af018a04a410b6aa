import { edgeId, type Graph, type Selection } from "../types";

/** Nodes go with all that leads to and from them. If the first goes, what came after it begins. */
export function removeSelected(graph: Graph, { nodes: gone, edges: cut }: Selection): Graph {
  if (gone.length + cut.length === 0) return graph;
  const nodes = graph.nodes.filter(({ id }) => !gone.includes(id));
  const edges = graph.edges.filter(
    (edge) => !cut.includes(edgeId(edge)) && !gone.includes(edge.source) && !gone.includes(edge.target),
  );
  if (nodes.length === graph.nodes.length && edges.length === graph.edges.length) return graph;
  return { ...graph, nodes, edges, start: gone.includes(graph.start) ? following(graph, gone) : graph.start };
}

function following(graph: Graph, gone: readonly string[]): string {
  const seen = new Set<string>();
  let at = graph.start;
  while (gone.includes(at) && !seen.has(at)) {
    seen.add(at);
    at = graph.edges.find(({ source }) => source === at)?.target ?? "";
  }
  return gone.includes(at) ? "" : at;
}
