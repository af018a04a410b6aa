// What is laid over the canvas: the simulator's path and the funnel's numbers, together.
import { layOver, type Overlay } from "./state";

interface Marks {
  nodes: readonly string[];
  edges: readonly string[];
  here: string;
  counts: Readonly<Record<string, NonNullable<Overlay["counts"]>>>;
}

const none: Marks = { nodes: [], edges: [], here: "", counts: {} };
let marks = none;

export function mark(change: Partial<Marks>): void {
  marks = { ...marks, ...change };
  const overlay: Record<string, Overlay> = {};
  for (const [id, counts] of Object.entries(marks.counts)) overlay[id] = { counts };
  for (const id of marks.nodes) overlay[id] = { ...overlay[id], lit: true };
  if (marks.here) overlay[marks.here] = { ...overlay[marks.here], lit: true, here: true };
  layOver(overlay, marks.edges);
}

export const unmarkPath = (): void => mark({ nodes: [], edges: [], here: "" });
export const unmarkCounts = (): void => mark({ counts: {} });
export function forgetMarks(): void {
  marks = none;
}
