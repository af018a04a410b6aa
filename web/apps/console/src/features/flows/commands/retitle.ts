import type { Graph } from "../types";

/** "" = the kind's own name. */
export const retitle = (graph: Graph, id: string, title: string): Graph => ({
  ...graph,
  nodes: graph.nodes.map((node) => (node.id === id ? { ...node, title } : node)),
});
