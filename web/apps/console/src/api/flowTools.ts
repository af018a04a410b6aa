// docs/api.md over flows: tried, published, gone back to, counted, begun from a template.
import type { Graph, Problem } from "../features/flows/types";
import type { EngineState, SimEvent, SimulatedStep } from "../features/flows/simulator/types";
import { client } from "./session";

const { request } = client;
const path = (id: string): string => `/flows/${encodeURIComponent(id)}`;

export interface VersionLine {
  number: number;
  at: string;
  author: string; // an agent's id
  note: string;
  current: boolean; // new conversations begin with it
  rolled_back_to: number; // the version whose graph it has again; 0 = none
  nodes: number;
}

export interface Counted {
  reached: number;
  answered: number;
  dropped: number;
}

export interface GalleryEntry {
  id: string;
  name: string;
  description: string;
  graph: Graph;
}

/** The world that the made person meets. at: when it began, absent = now; seconds: passed since, by
 * skipped waits. */
export interface World {
  hours: "open" | "closed" | "break" | "holiday" | "calendar";
  agents_online: number;
  at?: string;
  seconds: number;
  language: string;
}

export const simulate = (flow: string, graph: Graph, state: EngineState | null, event: SimEvent, world: World) =>
  request<SimulatedStep>("POST", "/flows/simulate", { flow_id: flow, graph, state, event, ...world });

export const validate = async (flow: string, graph: Graph): Promise<Problem[]> =>
  (await request<{ problems: Problem[] }>("POST", "/flows/validate", { graph, flow_id: flow })).problems;

export const versions = async (id: string): Promise<VersionLine[]> =>
  (await request<{ versions: VersionLine[] }>("GET", `${path(id)}/versions`)).versions;

export const versionGraph = async (id: string, number: number): Promise<Graph> =>
  (await request<{ graph: Graph }>("GET", `${path(id)}/versions/${number}`)).graph;

export const publish = (id: string, draft: number, note: string) =>
  request<unknown>("POST", `${path(id)}/publish`, { version: draft, note });

export const rollBack = (id: string, to: number) => request<unknown>("POST", `${path(id)}/rollback`, { to });

export const funnel = async (id: string, number: number): Promise<Record<string, Counted>> =>
  (await request<{ nodes: Record<string, Counted> }>("GET", `${path(id)}/funnel?version=${number}`)).nodes;

export const gallery = async (language: string): Promise<GalleryEntry[]> =>
  (await request<{ templates: GalleryEntry[] }>("GET", `/flows/gallery?language=${encodeURIComponent(language)}`)).templates;
