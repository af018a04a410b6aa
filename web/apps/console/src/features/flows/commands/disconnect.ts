import { edgeId, type Graph } from "../types";

export function disconnect(graph: Graph, ids: readonly string[]): Graph {
  const edges = graph.edges.filter((edge) => !ids.includes(edgeId(edge)));
  return edges.length === graph.edges.length ? graph : { ...graph, edges };
}
