// A graph that was not drawn here may leave out what is as usual; forms and cards want it said.
import { kindOf } from "./nodes/registry";
import type { FlowNode, Graph } from "./types";

export const withDefaults = (graph: Graph): Graph => ({ ...graph, nodes: graph.nodes.map(whole) });

/** Choices between words (text or image, queue or agent): never lists, which are the author's. */
function whole(node: FlowNode): FlowNode {
  const usual = Object.entries(kindOf(node.kind)?.make() ?? {});
  const missing = usual.filter(([name, value]) => typeof value === "string" && value !== "" && node.data[name] === undefined);
  return missing.length === 0 ? node : { ...node, data: { ...Object.fromEntries(missing), ...node.data } };
}
