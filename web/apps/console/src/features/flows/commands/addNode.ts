import { edgeId, type FlowNode, type Graph } from "../types";
import { connect } from "./connect";

/** Where a new node hangs: on this port of that node. */
export interface After {
  source: string;
  port: string;
}

/** The first node is where the flow begins. */
export function addNode(graph: Graph, node: FlowNode, after?: After): Graph {
  const added = { ...graph, start: graph.start || node.id, nodes: [...graph.nodes, node] };
  const free = after && !graph.edges.some((edge) => edgeId(edge) === edgeId(after));
  return free ? connect(added, after.source, after.port, node.id) : added;
}
