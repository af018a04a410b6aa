import { edgeId, nodeOf, START, type Graph } from "../types";

/** A port leads to one node: what it led to before is let go. */
export function connect(graph: Graph, source: string, port: string, target: string): Graph {
  if (!nodeOf(graph, target)) return graph;
  if (source === START) return graph.start === target ? graph : { ...graph, start: target };
  if (!nodeOf(graph, source)) return graph;
  const made = { source, port, target };
  const at = graph.edges.findIndex((edge) => edgeId(edge) === edgeId(made));
  if (at < 0) return { ...graph, edges: [...graph.edges, made] };
  if (graph.edges[at]!.target === target) return graph;
  return { ...graph, edges: graph.edges.with(at, made) };
}
