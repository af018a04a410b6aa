import type { Graph } from "../types";
import { paste } from "./paste";

/** As copying and pasting at once. */
export function duplicate(graph: Graph, ids: readonly string[], newId: () => string): { graph: Graph; ids: string[] } {
  const nodes = graph.nodes.filter(({ id }) => ids.includes(id));
  if (nodes.length === 0) return { graph, ids: [] };
  const edges = graph.edges.filter(({ source, target }) => ids.includes(source) && ids.includes(target));
  return paste(graph, { nodes, edges }, null, newId);
}
