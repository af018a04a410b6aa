import type { KeyboardEvent } from "react";
import { composing } from "./composing";

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };

/** Keys of a field over a list: up and down walk through it, round its ends; Enter takes. */
export function listKeys(at: number, count: number, go: (at: number) => void, take: (at: number) => void) {
  return (event: KeyboardEvent): void => {
    if (composing(event.nativeEvent)) return;
    const step = STEPS[event.key];
    if (step) go((at + step + count) % Math.max(count, 1));
    else if (event.key === "Enter") take(at);
    else return;
    event.preventDefault();
  };
}
