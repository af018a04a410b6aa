import type { Graph } from "../types";

/** What belongs to the flow as a whole: triggers, fallback, priority, variables, where it starts. */
export const setFlow = (graph: Graph, change: Partial<Graph>): Graph => ({ ...graph, ...change });
