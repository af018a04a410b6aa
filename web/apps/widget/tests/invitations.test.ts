import type { Condition, WidgetInvitation } from "@tertulia/protocol";
import { describe, expect, test } from "vitest";
import { choose, holds, type Now } from "../src/parts/invitation/rules";
import table from "./invitations.json";

const now = table.now as Now;

describe("a condition", () => {
  test.each(table.cases)("$field $op $value: $holds", ({ holds: expected, now: change, ...condition }) => {
    expect(holds(condition as Condition, { ...now, ...(change as Partial<Now>) })).toBe(expected);
  });

  test("of a newer server holds never", () => {
    expect(holds({ field: "moon", op: "is", value: "full" } as never, now)).toBe(false);
  });
});

const yes: Condition = { field: "pages", op: "at_least", value: "1" };
const no: Condition = { field: "pages", op: "at_least", value: "99" };
const rule = (id: string, conditions: Condition[], more: Partial<WidgetInvitation> = {}): WidgetInvitation => ({
  id,
  conditions,
  match: "all",
  text: "Hello?",
  repeat_minutes: 60,
  ...more,
});

describe("the invitation", () => {
  test("that fits first is chosen", () => {
    expect(choose([rule("a", [yes, no]), rule("b", [yes]), rule("c", [yes])], now)?.id).toBe("b");
  });
  test("fits with any of its conditions, if it says so", () => {
    expect(choose([rule("a", [yes, no], { match: "any" })], now)?.id).toBe("a");
    expect(choose([rule("a", [no, no], { match: "any" })], now)).toBeUndefined();
  });
  test("leaves alone who was invited lately", () => {
    const lately = { ...now, since_invitation: 59 };
    expect(choose([rule("a", [yes])], lately)).toBeUndefined();
    expect(choose([rule("a", [yes], { repeat_minutes: 59 })], lately)?.id).toBe("a");
    expect(choose([rule("a", [yes])], { ...now, since_invitation: null })?.id).toBe("a");
  });
});
