// A draft that is not at the server yet, for when the page is closed before it can be.
import type { Graph } from "./types";

interface Kept {
  version: number; // of the draft that it began with
  graph: Graph;
}

const key = (id: string): string => `tertulia.flow.${id}`;

export function keepDraft(id: string, version: number, graph: Graph): void {
  try {
    localStorage.setItem(key(id), JSON.stringify({ version, graph } satisfies Kept));
  } catch {
    // no room: it is still on the screen
  }
}

export function keptDraft(id: string): Kept | null {
  try {
    const kept = JSON.parse(localStorage.getItem(key(id)) ?? "null") as Kept | null;
    return kept && typeof kept.version === "number" && Array.isArray(kept.graph?.nodes) ? kept : null;
  } catch {
    return null;
  }
}

export const forgetDraft = (id: string): void => localStorage.removeItem(key(id));
