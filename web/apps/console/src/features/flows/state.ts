// The flow that is open in the builder. One at a time. The simulator, versions and the funnel read
// it here, and lay their marks over the nodes with `overlay`.
import { create } from "zustand";
import { begin, commit, redo, settle, undo, type History } from "./history";
import { EMPTY, nodeOf, NOTHING, START, type Graph, type Problem, type Selection } from "./types";

/** kept: as the server has it; held: it could not be sent, and waits here; refused: the server says
 * why; lost: somebody else was faster. */
export type Saving = "kept" | "waiting" | "saving" | "held" | "refused" | "lost";

/** What lies beside the canvas on the right. */
export type Pane = "form" | "simulator" | "problems" | "tests";

/** Drawn over a node: numbers below it, and whether the path went through it. */
export interface Overlay {
  lit?: boolean;
  here?: boolean; // where the conversation is now
  counts?: { reached: number; answered: number; dropped: number; of: number }; // of: who began
}

export interface BuilderState {
  id: string;
  name: string;
  version: number; // of the draft: goes with each save
  published: number; // 0: never was
  changed: boolean; // the draft is not what is published
  enabled: boolean;
  history: History<Graph>;
  selection: Selection;
  saving: Saving;
  why: string; // what the server said, of "refused" and "held"
  told: { graph: Graph | null; problems: readonly Problem[] }; // the server's findings, and of what
  pane: Pane;
  overlay: Readonly<Record<string, Overlay>>;
  litEdges: readonly string[]; // edgeId()
  readOnly: boolean; // an older version is looked at, or the screen is a phone's
  focus: { node: string; field: string; count: number }; // asks the canvas and the form to go there
}

export const closed: BuilderState = {
  id: "",
  name: "",
  version: 0,
  published: 0,
  changed: false,
  enabled: false,
  history: begin(EMPTY),
  selection: NOTHING,
  saving: "kept",
  why: "",
  told: { graph: null, problems: [] },
  pane: "form",
  overlay: {},
  litEdges: [],
  readOnly: false,
  focus: { node: "", field: "", count: 0 },
};

export const useBuilder = create<BuilderState>(() => closed);

const { getState: get, setState: set } = useBuilder;

export const useGraph = (): Graph => useBuilder(({ history }) => history.now);
export const graphNow = (): Graph => get().history.now;

/** Changes the draft. key: see history.ts. */
export function act(change: (graph: Graph) => Graph, key = ""): void {
  const { history, readOnly } = get();
  if (readOnly) return;
  put(commit(history, change(history.now), key));
}

export const undoLast = (): void => put(undo(get().history));
export const redoLast = (): void => put(redo(get().history));

function put(history: History<Graph>): void {
  const { history: before, selection, readOnly, saving } = get();
  if (readOnly || history === before) return;
  const changed = history.now !== before.now;
  const nodes = selection.nodes.filter((id) => id === START || nodeOf(history.now, id));
  const kept = nodes.length === selection.nodes.length;
  set({
    history,
    ...(kept ? {} : { selection: { ...selection, nodes } }),
    ...(changed && saving !== "lost" ? { saving: "waiting" as const } : {}),
  });
}

export function select(nodes: readonly string[], edges: readonly string[] = []): void {
  const { selection } = get();
  if (same(selection.nodes, nodes) && same(selection.edges, edges)) return;
  set({ selection: { nodes, edges }, history: settle(get().history) });
}

const same = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((id) => other.includes(id));

export function rename(name: string): void {
  if (get().readOnly || name === get().name) return;
  set({ name, ...(get().saving === "lost" ? {} : { saving: "waiting" as const }) });
}

/** Shows the node on the canvas, its form, and that field of it. */
export function goTo(node: string, field = ""): void {
  const { focus } = get();
  const id = node || START;
  set({ selection: { nodes: [id], edges: [] }, pane: "form", focus: { node: id, field, count: focus.count + 1 } });
}

export const showPane = (pane: Pane): void => set({ pane });
export const layOver = (overlay: BuilderState["overlay"], litEdges: readonly string[] = []): void =>
  set({ overlay, litEdges });

export const useSelected = () => useBuilder(({ selection, history }) => {
  const only = selection.nodes.length === 1 ? selection.nodes[0]! : "";
  return only === START ? START : only && nodeOf(history.now, only) ? only : "";
});
