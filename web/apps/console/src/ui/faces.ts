// Agents' photos, by agent: every face of theirs shows it, wherever it is drawn.
import type { AgentView } from "@tertulia/protocol";
import { create } from "zustand";

export const useFaces = create<Readonly<Record<string, string>>>(() => ({}));

export function setFaces(agents: readonly AgentView[]): void {
  const photos = agents.filter(({ photo }) => photo).map(({ id, photo }) => [id, photo!] as const);
  useFaces.setState(Object.fromEntries(photos), true);
}
