import { nodeOf, START, type Graph } from "../types";
import { say } from "../words";
import { sayTool } from "../toolWords";

/** What a node is called where it stands in a list: its author's name for it, else its kind. */
export function stepName(graph: Graph, id: string): string {
  if (!id || id === START) return sayTool("whole");
  const node = nodeOf(graph, id);
  if (!node) return id;
  const title = (node as { title?: string }).title;
  return title || say(`kind.${node.kind}`);
}
