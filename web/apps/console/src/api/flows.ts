// Service flows, as their authors see them: docs/api.md.
import type { FlowDetail, FlowDraftSaved, FlowList, FlowProblems, FlowView } from "@tertulia/protocol";
import type { Graph } from "../features/flows/types";
import { client } from "./session";

const { request } = client;
const of = (id: string): string => `/flows/${encodeURIComponent(id)}`;

export const flows = () => request<FlowList>("GET", "/flows");

export const flow = (id: string) => request<FlowDetail>("GET", of(id));

export const addFlow = (name: string, graph?: Graph) =>
  request<FlowDetail>("POST", "/flows", graph ? { name, graph } : { name });

export const saveDraft = (id: string, body: { graph: Graph; version: number; name?: string }) =>
  request<FlowDraftSaved>("PUT", `${of(id)}/draft`, body);

export const validateFlow = (graph: Graph, flow_id: string) =>
  request<FlowProblems>("POST", "/flows/validate", { graph, flow_id });

export const enableFlow = (id: string, enabled: boolean) => request<FlowView>("POST", `${of(id)}/enabled`, { enabled });

export const removeFlow = (id: string) => request<void>("DELETE", of(id));

export const surveys = () => request<{ surveys: { id: string; name: string }[] }>("GET", "/surveys");
