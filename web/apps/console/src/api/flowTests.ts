// docs/api.md over a flow's test conversations, and what was said told to a draft.
import type { FlowReplayed, FlowReplays, FlowTest, FlowTestList, FlowTestResult, FlowTestResults, FlowTestView } from "@tertulia/protocol";
import type { Effect } from "../features/flows/simulator/types";
import type { Graph } from "../features/flows/types";
import { client } from "./session";

const { request } = client;
const path = (id: string): string => `/flows/${encodeURIComponent(id)}`;
const one = (id: string, test: string): string => `${path(id)}/tests/${encodeURIComponent(test)}`;

export const tests = async (id: string): Promise<FlowTestView[]> => (await request<FlowTestList>("GET", `${path(id)}/tests`)).tests;

/** What the graph answers is what is expected from now on. */
export const addTest = (id: string, test: FlowTest, graph: Graph) => request<FlowTestView>("POST", `${path(id)}/tests`, { test, graph });

/** graph: null = what the test says is expected. */
export const saveTest = (id: string, { id: test_id, version }: FlowTestView, test: FlowTest, graph: Graph | null) =>
  request<FlowTestView>("PUT", one(id, test_id), { test, version, graph });

export const removeTest = (id: string, test: string) => request<void>("DELETE", one(id, test));

export const runTests = async (id: string, graph: Graph): Promise<FlowTestResult[]> =>
  (await request<FlowTestResults>("POST", `${path(id)}/tests/run`, { graph })).results;

export const replay = async (id: string, graph: Graph): Promise<FlowReplayed[]> =>
  (await request<FlowReplays>("POST", `${path(id)}/replay`, { graph })).conversations;

export interface Answered {
  status: number;
  body: string;
  error: string;
  seconds: number;
}

/** The request is really made. */
export const callForReal = (call: Effect & { type: "call_http" }) => request<Answered>("POST", "/flows/call", { call });
