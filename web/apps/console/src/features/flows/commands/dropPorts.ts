import type { Graph } from "../types";

/** An answer that was taken away takes its line with it. */
export function dropPorts(graph: Graph, id: string, ports: readonly string[]): Graph {
  const edges = graph.edges.filter(({ source, port }) => source !== id || ports.includes(port));
  return edges.length === graph.edges.length ? graph : { ...graph, edges };
}
