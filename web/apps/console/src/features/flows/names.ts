// The names of what nodes point to by id, gathered once for the whole canvas.
import { useQuery } from "@tanstack/react-query";
import { createContext, useContext, useMemo } from "react";
import * as api from "../../api/flows";
import { useWorkspace } from "../../app/workspace";
import { kindOf } from "./nodes/registry";
import type { Names } from "./nodes/kind";
import { useGraph } from "./state";
import { useWords } from "./words";

const NONE: Names = { agents: [], queues: [], tags: [], channels: [] };

export const NamesContext = createContext<Names>(NONE);
export const useNames = (): Names => useContext(NamesContext);

export const FLOWS = ["flows"];
export const useFlows = () => useQuery({ queryKey: FLOWS, queryFn: async () => (await api.flows()).flows });

export const SURVEYS = ["flowSurveys"];
export const useSurveys = (wanted: boolean) =>
  useQuery({ queryKey: SURVEYS, queryFn: async () => (await api.surveys()).surveys, enabled: wanted, staleTime: 30_000 });

export function useGatheredNames(): Names {
  const { t } = useWords();
  const workspace = useWorkspace();
  const graph = useGraph();
  const { data: flows } = useFlows();
  const { data: surveys } = useSurveys(graph.nodes.some(({ kind }) => kind === "survey"));
  return useMemo(() => {
    const names: Names = { ...workspace, flows, surveys };
    const nodes = graph.nodes.map((node) => {
      const text = node.title || (kindOf(node.kind)?.text(node.data, names) ?? "").split("\n")[0]!;
      return { id: node.id, name: text || t(`kind.${node.kind}`) };
    });
    return { ...names, nodes };
  }, [workspace, flows, surveys, graph.nodes, t]);
}
