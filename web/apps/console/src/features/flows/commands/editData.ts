import { type Data, type Graph, nodeOf } from "../types";

/** Changes some of a node's settings. */
export function editData(graph: Graph, id: string, change: Data): Graph {
  const node = nodeOf(graph, id);
  if (!node || Object.entries(change).every(([key, value]) => node.data[key] === value)) return graph;
  const data = { ...node.data, ...change };
  return { ...graph, nodes: graph.nodes.map((one) => (one.id === id ? { ...one, data } : one)) };
}
