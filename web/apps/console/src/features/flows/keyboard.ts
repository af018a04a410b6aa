// The builder's keys: what a key means, apart from what it does. Pure.
import type { Point } from "./types";

export type Wish =
  | { does: "move"; by: Point }
  | { does: "edit" | "remove" | "undo" | "redo" | "duplicate" | "all" | "leave" | "arrange" };

type Pressed = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">;

export const STEP = 16; // pixels: the canvas's grid
const FAR = 5;

const ARROWS: Record<string, Point> = {
  ArrowLeft: { x: -STEP, y: 0 },
  ArrowRight: { x: STEP, y: 0 },
  ArrowUp: { x: 0, y: -STEP },
  ArrowDown: { x: 0, y: STEP },
};

export function wishOf({ key, ctrlKey, metaKey, shiftKey, altKey }: Pressed): Wish | null {
  if (altKey) return null;
  if (ctrlKey || metaKey) return withCommand(key.toLowerCase(), shiftKey);
  const arrow = ARROWS[key];
  if (arrow) return { does: "move", by: shiftKey ? { x: arrow.x * FAR, y: arrow.y * FAR } : arrow };
  if (key === "Enter") return { does: "edit" };
  if (key === "Delete" || key === "Backspace") return { does: "remove" };
  return key === "Escape" ? { does: "leave" } : null;
}

function withCommand(key: string, shift: boolean): Wish | null {
  if (key === "z") return { does: shift ? "redo" : "undo" };
  if (shift) return key === "l" ? { does: "arrange" } : null;
  if (key === "y") return { does: "redo" };
  if (key === "d") return { does: "duplicate" };
  return key === "a" ? { does: "all" } : null;
}
