// What keeps the flow from being published: told at once by the forms' own checks, and by the
// server, which knows the rules, a moment later.
import { createContext, useContext, useMemo } from "react";
import { kindOf } from "./nodes/registry";
import { useBuilder, type BuilderState } from "./state";
import { edgeId, nodeOf, type Graph, type Problem } from "./types";

/** The instant ones. Pure. */
export function checkHere(graph: Graph): Problem[] {
  return graph.nodes.flatMap((node) =>
    (kindOf(node.kind)?.check(node.data) ?? []).map(({ field, code }) => ({
      node: node.id,
      port: "",
      field,
      code,
      message: "",
    })),
  );
}

/** The server's findings count for what has not changed since it looked. Pure. */
export function together(graph: Graph, told: BuilderState["told"]): Problem[] {
  if (told.graph === graph) return [...told.problems];
  const here = checkHere(graph);
  if (!told.graph) return here;
  const seen = new Set(here.map(({ node, field }) => `${node}|${field}`));
  const stands = told.problems.filter((problem) => !seen.has(`${problem.node}|${problem.field}`) && unchanged(graph, told.graph!, problem));
  return [...here, ...stands];
}

/** A finding about a node may lie in its lines, too. */
function unchanged(now: Graph, then: Graph, { node, field }: Problem): boolean {
  if (!node) return now.triggers === then.triggers && now.nodes.length === then.nodes.length;
  if (nodeOf(now, node)?.data !== nodeOf(then, node)?.data || !nodeOf(now, node)) return false;
  return field !== "" || (linesOf(now, node) === linesOf(then, node) && now.start === then.start);
}

const linesOf = (graph: Graph, id: string): string =>
  graph.edges
    .filter(({ source, target }) => source === id || target === id)
    .map((edge) => `${edgeId(edge)}>${edge.target}`)
    .sort()
    .join();

export function useProblems(): Problem[] {
  const graph = useBuilder(({ history }) => history.now);
  const told = useBuilder((state) => state.told);
  return useMemo(() => together(graph, told), [graph, told]);
}

/** By node; "" = the flow as a whole. Worked out once for the whole canvas. */
export const ProblemsContext = createContext<ReadonlyMap<string, readonly Problem[]>>(new Map());

export function byNode(problems: readonly Problem[]): Map<string, Problem[]> {
  const map = new Map<string, Problem[]>();
  for (const problem of problems) map.set(problem.node, [...(map.get(problem.node) ?? []), problem]);
  return map;
}

const NONE: readonly Problem[] = [];

export const useProblemsOf = (node: string): readonly Problem[] => useContext(ProblemsContext).get(node) ?? NONE;
