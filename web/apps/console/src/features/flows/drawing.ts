// The graph as React Flow draws it. Pure.
import type { LineEdge } from "./Line";
import type { CardNode } from "./NodeCard";
import type { StartNode } from "./StartCard";
import { lanes } from "./routing";
import { edgeId, nodeOf, START, type FlowNode, type Graph, type Selection } from "./types";

export type Drawn = CardNode | StartNode;

/** What readers of the screen hear. */
export interface Said {
  start: string;
  node: string;
  line: string;
  name(node: FlowNode): string;
  way(from: string, to: string): string;
}

const BESIDE = 340; // pixels from the first card to what begins the flow

/** What the library measured of the cards that stay is kept, so that they do not flicker. */
export function cards(held: readonly Drawn[], graph: Graph, selection: Selection, said: Said): Drawn[] {
  const before = new Map(held.map((one) => [one.id, one]));
  const chosen = new Set(selection.nodes);
  const start: StartNode = {
    ...(before.get(START) as StartNode | undefined),
    id: START,
    type: "start",
    position: startPlace(graph),
    data: {},
    draggable: false,
    selected: chosen.has(START),
    ariaLabel: said.start,
    domAttributes: { "aria-roledescription": said.node },
  };
  return [start, ...graph.nodes.map((node) => card(before.get(node.id) as CardNode | undefined, node, chosen.has(node.id), said))];
}

function card(held: CardNode | undefined, node: FlowNode, selected: boolean, said: Said): CardNode {
  const { id, x, y } = node;
  const ariaLabel = said.name(node);
  const same = held && held.data.node === node && held.selected === selected && held.ariaLabel === ariaLabel;
  if (same && held.position.x === x && held.position.y === y) return held;
  const domAttributes = { "aria-roledescription": said.node };
  return { ...held, id, type: "card", position: { x, y }, data: { node }, selected, ariaLabel, domAttributes };
}

export function startPlace(graph: Graph): { x: number; y: number } {
  const first = nodeOf(graph, graph.start) ?? graph.nodes[0];
  return first ? { x: first.x - BESIDE, y: first.y } : { x: 0, y: 0 };
}

const START_HEIGHT = 90; // of its way out

export function lines(graph: Graph, selection: Selection, movable: boolean, said: Said): LineEdge[] {
  const chosen = new Set(selection.edges);
  const names = new Map(graph.nodes.map((node) => [node.id, said.name(node)]));
  const begins = nodeOf(graph, graph.start) ? [{ source: START, port: "start", target: graph.start }] : [];
  const own = lanes(graph, begins[0] && { ...begins[0], y: startPlace(graph).y + START_HEIGHT });
  return [...begins, ...graph.edges].map((edge) => {
    const id = edgeId(edge);
    const { source, target, port } = edge;
    return {
      id,
      type: "line",
      source,
      target,
      sourceHandle: port,
      targetHandle: "in",
      data: { lane: own.get(id) },
      selected: chosen.has(id),
      reconnectable: movable,
      ariaLabel: said.way(names.get(source) ?? said.start, names.get(target) ?? ""),
      domAttributes: { "aria-roledescription": said.line },
    };
  });
}
