import { useSyncExternalStore } from "react";

const EVERY = 20_000;
let now = Date.now();
const listeners = new Set<() => void>();
let ticking: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (!ticking) now = Date.now(); // nobody looked at the clock for a while
  ticking ??= setInterval(() => {
    now = Date.now();
    listeners.forEach((tell) => tell());
  }, EVERY);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(ticking);
    ticking = undefined;
  };
}

/** The time, moving on every 20 s for everyone at once. */
export const useNow = (): number => Math.max(useSyncExternalStore(subscribe, () => now), now);
