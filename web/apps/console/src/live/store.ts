import { create } from "zustand";
import { emptyState, type LiveState } from "./state";

export const useLive = create<LiveState>(() => emptyState);

export const live = (): LiveState => useLive.getState();

export function update(change: (state: LiveState) => LiveState): void {
  const before = live();
  const after = change(before);
  if (after !== before) useLive.setState(after, true);
}
