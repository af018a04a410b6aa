// An older version on the canvas, to look at; the draft waits behind it.
import { create } from "zustand";
import { begin, type History } from "./history";
import { useBuilder, useGraph } from "./state";
import type { Graph } from "./types";
import { saveNow } from "./useDraft";

const { getState: get, setState: set } = useBuilder;

/** number: of the version that is looked at; 0 = it is the draft. */
export const useViewing = create<{ number: number }>(() => ({ number: 0 }));

let behind: { id: string; history: History<Graph>; readOnly: boolean } | null = null;

/** False if the draft could not be kept first. */
export async function lookAt(number: number, graph: Graph): Promise<boolean> {
  if (!behind) {
    await saveNow();
    if (get().saving !== "kept") return false;
    behind = { id: get().id, history: get().history, readOnly: get().readOnly };
  }
  set({ history: begin(graph), readOnly: true, selection: { nodes: [], edges: [] }, pane: "form" });
  useViewing.setState({ number });
  return true;
}

/** The draft's, also while a version is looked at. */
export function useDraftGraph(): Graph {
  const shown = useGraph();
  const { number } = useViewing();
  return number && behind ? behind.history.now : shown;
}

/** The draft again, as it was. */
export function backToDraft(): void {
  if (behind && behind.id === get().id) {
    const { history, readOnly } = behind;
    set({ history, readOnly, selection: { nodes: [], edges: [] } });
  }
  forgetViewing();
}

export function forgetViewing(): void {
  behind = null;
  useViewing.setState({ number: 0 });
}
