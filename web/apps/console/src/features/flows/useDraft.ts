// Loads a flow into the builder, keeps its draft at the server as it changes, and asks what is
// wrong with it.
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { FlowDetail } from "@tertulia/protocol";
import { ApiError, Unreachable } from "../../api/client";
import * as api from "../../api/flows";
import { queries } from "../../live/listFetch";
import { sayWhy } from "../../ui/sayWhy";
import { withDefaults } from "./defaults";
import { forgetDraft, keepDraft, keptDraft } from "./keptDraft";
import { begin } from "./history";
import { closed, graphNow, useBuilder, useGraph } from "./state";
import type { Graph, Problem } from "./types";

const SAVE_AFTER = 900; // milliseconds without a change
const CHECK_AFTER = 500;
const AGAIN_AFTER = 5_000;

const { getState: get, setState: set } = useBuilder;

export const flowKey = (id: string) => ["flow", id];
export const graphOf = (detail: FlowDetail): Graph => withDefaults(detail.graph as unknown as Graph);

/** Opens the flow, and closes it when the screen is left. */
export function useDraft(id: string) {
  const { data, error, refetch } = useQuery({ queryKey: flowKey(id), queryFn: () => api.flow(id), staleTime: 0, gcTime: 0 });
  const [ready, setReady] = useState(false);
  useEffect(() => {
    if (!data || (get().id === id && get().version >= (data.flow.draft_version ?? 0))) return;
    if (get().id === id && get().saving !== "kept") return; // autosave finds out, and says so
    open(data);
    setReady(true);
  }, [data, id]);
  useEffect(
    () => () => {
      void saveNow().finally(() => get().id === id && set(closed, true));
    },
    [id],
  );
  useAutosave();
  useChecks();
  return { ready: ready && !!data, error, retry: () => void refetch() };
}

/** What was written while the server could not be reached comes back. */
export function open(detail: FlowDetail): void {
  const { flow, problems } = detail;
  const graph = graphOf(detail);
  const kept = keptDraft(flow.id);
  const version = flow.draft_version ?? 0;
  const mine = kept && kept.version === version ? kept.graph : null;
  const readOnly = get().readOnly;
  set({
    ...closed,
    readOnly,
    id: flow.id,
    name: flow.name,
    version,
    published: flow.published ?? 0,
    changed: flow.changed ?? false,
    enabled: flow.enabled,
    history: begin(mine ?? graph),
    saving: mine ? "waiting" : "kept",
    told: { graph, problems: problems as Problem[] },
  });
}

function useAutosave(): void {
  const graph = useGraph();
  const name = useBuilder((state) => state.name);
  const saving = useBuilder((state) => state.saving);
  useEffect(() => {
    if (saving !== "waiting" && saving !== "held") return;
    const timer = setTimeout(() => void saveNow(), saving === "held" ? AGAIN_AFTER : SAVE_AFTER);
    return () => clearTimeout(timer);
  }, [graph, name, saving]);
  useEffect(() => {
    const online = () => void saveNow();
    const leave = (event: BeforeUnloadEvent) => {
      if (get().saving !== "kept") event.preventDefault();
    };
    addEventListener("online", online);
    addEventListener("beforeunload", leave);
    return () => {
      removeEventListener("online", online);
      removeEventListener("beforeunload", leave);
    };
  }, []);
}

let running: Promise<void> | null = null;

/** One at a time; resolves when what was there at the call is at the server, or cannot be. */
export async function saveNow(): Promise<void> {
  await running;
  if (get().saving !== "waiting" && get().saving !== "held") return;
  running = save().finally(() => (running = null));
  await running;
}

async function save(): Promise<void> {
  const { id, version, name } = get();
  const graph = graphNow();
  keepDraft(id, version, graph);
  set({ saving: "saving" });
  try {
    const { flow, problems } = await api.saveDraft(id, { graph, version, name });
    forgetDraft(id);
    if (get().id !== id) return;
    const same = graphNow() === graph && get().name === name;
    set({
      version: flow.draft_version ?? version + 1,
      changed: flow.changed ?? true,
      saving: same ? "kept" : "waiting",
      why: "",
      told: { graph, problems: problems as Problem[] },
    });
    void queries.invalidateQueries({ queryKey: ["flows"] });
  } catch (error) {
    if (get().id === id) set(afterRefusal(error));
  }
}

function afterRefusal(error: unknown): Pick<ReturnType<typeof get>, "saving" | "why"> {
  if (error instanceof ApiError && error.status === 409) return { saving: "lost", why: "" };
  const later = error instanceof Unreachable || (error instanceof ApiError && (error.status >= 500 || error.status === 429));
  return { saving: later ? "held" : "refused", why: sayWhy(error) };
}

/** Another one's changes, in place of mine. */
export async function takeTheirs(): Promise<void> {
  const { id } = get();
  const detail = await api.flow(id);
  forgetDraft(id);
  if (get().id === id) open(detail);
}

/** My changes, over another one's. */
export async function keepMine(): Promise<void> {
  const { id } = get();
  const { flow } = await api.flow(id);
  if (get().id !== id) return;
  set({ version: flow.draft_version ?? 0, saving: "waiting" });
  await saveNow();
}

function useChecks(): void {
  const graph = useGraph();
  const id = useBuilder((state) => state.id);
  useEffect(() => {
    if (!id || get().told.graph === graph) return;
    let late = false;
    const timer = setTimeout(() => {
      api.validateFlow(graph, id).then(
        ({ problems }) => late || set({ told: { graph, problems: problems as Problem[] } }),
        () => undefined, // saving says that the server cannot be reached
      );
    }, CHECK_AFTER);
    return () => {
      late = true;
      clearTimeout(timer);
    };
  }, [graph, id]);
}
