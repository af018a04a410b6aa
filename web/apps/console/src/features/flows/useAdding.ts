import { useReactFlow } from "@xyflow/react";
import { useCallback } from "react";
import { addNode, type After } from "./commands/addNode";
import { placeAfter } from "./commands/follow";
import { STEP } from "./keyboard";
import { kindOf } from "./nodes/registry";
import { act, goTo, graphNow, useBuilder } from "./state";
import { newId } from "./newId";
import { edgeId, nodeOf, START, type Point } from "./types";

const snap = ({ x, y }: Point): Point => ({ x: Math.round(x / STEP) * STEP, y: Math.round(y / STEP) * STEP });

/** New nodes: where one drops them, or after the chosen one. */
export function useAdding() {
  const { screenToFlowPosition } = useReactFlow();
  const addAt = useCallback((kind: string, at: Point, after?: After) => {
    const made = kindOf(kind)?.make();
    if (!made || useBuilder.getState().readOnly) return;
    const node = { id: newId(), kind, ...snap(at), data: made };
    act((graph) => addNode(graph, node, after));
    goTo(node.id);
  }, []);
  const addAfterChosen = useCallback(
    (kind: string) => {
      const graph = graphNow();
      const { nodes } = useBuilder.getState().selection;
      const source = nodes.length === 1 && nodes[0] !== START ? nodes[0]! : "";
      const port = freePort(source);
      const middle = screenToFlowPosition({ x: innerWidth / 2 - 128, y: innerHeight / 2 - 60 });
      const beside = source || graph.nodes.at(-1)?.id || "";
      addAt(kind, placeAfter(graph, beside, middle), port ? { source, port } : undefined);
    },
    [addAt, screenToFlowPosition],
  );
  return { addAt, addAfterChosen };
}

/** The first way out that leads nowhere yet. */
export function freePort(source: string): string {
  const graph = graphNow();
  const node = nodeOf(graph, source);
  const ports = node ? (kindOf(node.kind)?.ports(node.data) ?? []) : [];
  const free = ports.find(({ id, tone }) => tone !== "bad" && !graph.edges.some((edge) => edgeId(edge) === edgeId({ source, port: id })));
  return free?.id ?? "";
}
