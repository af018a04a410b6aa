import { expect, test } from "vitest";
import { applied, putBack } from "../src/rules/changes";
import { range } from "../src/features/inbox/selection";
import { draftOf, filterFrom, filterOfList, isReady, newRule, withField, withOperator } from "../src/features/views/draft";
import { row } from "./make";

test("a range goes from the last choice, either way", () => {
  const order = ["a", "b", "c", "d"];
  expect(range(order, "b", "d")).toEqual(["b", "c", "d"]);
  expect(range(order, "d", "b")).toEqual(["b", "c", "d"]);
  expect(range(order, "gone", "c")).toEqual(["c"]);
  expect(range(order, "a", "gone")).toEqual([]);
});

test("a change shows at once, tags one by one", () => {
  const before = row("a", { tags: ["x", "y"], priority: "low" });
  const change = { add_tags: ["z", "x"], remove_tags: ["y"], priority: "high" } as const;
  const wish = { ...change, add_tags: [...change.add_tags], remove_tags: [...change.remove_tags] };
  const after = applied(before, wish);
  expect([after.tags, after.priority]).toEqual([["x", "z"], "high"]);
  const newer = { ...after, seq: 9, inbound: 4 };
  expect(putBack(newer, before, wish)).toEqual({ ...before, seq: 9, inbound: 4 });
});

test("what is not asked stays", () => {
  const before = row("a", { tags: ["x"], assignee_id: "me" });
  expect(applied(before, { status: "resolved" })).toEqual({ ...before, status: "resolved" });
});

test("a filter is ready when every condition has its value", () => {
  const draft = draftOf({ match: "all", rules: [newRule()], groups: [] });
  expect(isReady(draft)).toBe(true);
  expect(isReady({ ...draft, rules: [withField("tags")] })).toBe(false);
  expect(isReady({ ...draft, rules: [withOperator(withField("tags"), "present")] })).toBe(true);
  expect(isReady({ ...draft, rules: [] })).toBe(false);
});

test("another comparison keeps what it can of the value", () => {
  const rule = { field: "queue", operator: "in", values: ["a", "b"] } as const;
  const many = { ...rule, values: [...rule.values] };
  expect(withOperator(many, "equals").values).toEqual(["a"]);
  expect(withOperator(many, "present").values).toEqual([]);
  const days = { field: "last_at", operator: "within_days", values: ["3"] } as const;
  expect(withOperator({ ...days, values: ["3"] }, "older_than_days").values).toEqual(["3"]);
  expect(withOperator({ ...days, values: ["3"] }, "before").values).toEqual([]);
});

test("a filter begins from the list that is shown", () => {
  expect(filterOfList("tag", "vip", "pending", "me").rules).toEqual([
    { field: "status", operator: "equals", values: ["pending"] },
    { field: "tags", operator: "contains", values: ["vip"] },
  ]);
  expect(filterFrom(draftOf(filterOfList("queue", "q", "any", "me"))).rules).toEqual([
    { field: "queue", operator: "equals", values: ["q"] },
  ]);
});
