import type { KeyboardEvent } from "react";
import { describe, expect, test } from "vitest";
import { composing } from "../src/ui/composing";
import { listKeys } from "../src/ui/listKeys";

/** Where one is after a key, and whether the key was used. */
function press(key: string, at: number, count: number, native: { isComposing?: boolean; keyCode?: number } = {}) {
  const seen = { at, took: -1, used: false };
  const event = { key, nativeEvent: { isComposing: false, keyCode: 0, ...native }, preventDefault: () => (seen.used = true) };
  listKeys(at, count, (to) => (seen.at = to), (one) => (seen.took = one))(event as unknown as KeyboardEvent);
  return seen;
}

describe("keys of a field over a list", () => {
  test("up and down go round its ends", () => {
    expect(press("ArrowDown", 2, 3).at).toBe(0);
    expect(press("ArrowUp", 0, 3).at).toBe(2);
    expect(press("ArrowDown", 0, 0).at).toBe(0);
  });
  test("Enter takes where one is, and other keys write", () => {
    expect(press("Enter", 1, 3)).toEqual({ at: 1, took: 1, used: true });
    expect(press("a", 1, 3)).toEqual({ at: 1, took: -1, used: false });
  });
  test("an input method's Enter ends its word, and takes nothing", () => {
    expect(press("Enter", 1, 3, { isComposing: true })).toEqual({ at: 1, took: -1, used: false });
    expect(press("Enter", 1, 3, { keyCode: 229 }).used).toBe(false);
    expect(composing({ isComposing: false, keyCode: 13 })).toBe(false);
  });
});
