import { afterEach, expect, test } from "vitest";
import { concerns } from "../src/live/notices";
import { emptyState, putRows } from "../src/live/state";
import { setWanted } from "../src/live/wanted";
import { belongs } from "../src/rules/lists";
import { message, row } from "./make";

afterEach(() => setWanted({}));

const heldBy = (assignee: string, followers: string[]) =>
  putRows(emptyState, [row("c", { seq: 1, assignee_id: assignee, followers })], 0);

test("who follows a conversation hears of it though it is another's", () => {
  expect(concerns(message(2), heldBy("rui", ["ana"]), "ana")).toBe(true);
  expect(concerns(message(2), heldBy("rui", ["eve"]), "ana")).toBe(false);
  expect(concerns(message(1), heldBy("rui", ["ana"]), "ana")).toBe(false);
});

test("unless he wants to hear of none of his", () => {
  setWanted({ notify_mine: "off" });
  expect(concerns(message(2), heldBy("rui", ["ana"]), "ana")).toBe(false);
  expect(concerns(message(2), heldBy("", ["ana"]), "ana")).toBe(true);
});

test("his list holds what he follows, in its status", () => {
  const eye = { me: "ana", now: 0, tags: new Set<string>() };
  const key = { view: "following", status: "open" } as const;
  expect(belongs(row("c", { followers: ["rui", "ana"] }), key, eye)).toBe(true);
  expect(belongs(row("c", { followers: ["rui"] }), key, eye)).toBe(false);
  expect(belongs(row("c", { followers: ["ana"], status: "resolved" }), key, eye)).toBe(false);
});
