import type { ConversationFilter, ConversationView } from "@tertulia/protocol";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { filteredKey, matches, plan } from "../src/rules/filters";
import { belongs, disproved, filterOf, filterView, groupCounts, isView, partsOf, shownRows, sortKey } from "../src/rules/lists";
import { row } from "./make";

interface Case {
  name: string;
  filter: ConversationFilter;
  expected: boolean;
  over?: Partial<ConversationView>;
  eye?: { me?: string };
}

// The server's tests read the same file.
const shared = JSON.parse(readFileSync(new URL("../../../../tests/fixtures/filters.json", import.meta.url), "utf8")) as {
  conversation: ConversationView;
  eye: { me: string; now: string; tags: string[]; facts: Record<string, Record<string, string>> };
  matches: Case[];
  plans: { name: string; filter: ConversationFilter; plan: unknown }[];
};
const eye = { me: shared.eye.me, now: Date.parse(shared.eye.now), tags: new Set(shared.eye.tags), facts: (contact: string) => shared.eye.facts[contact] };

describe("a filter says the same here and on the server", () => {
  test.each(shared.matches)("$name", ({ filter, expected, over, eye: other }) => {
    expect(matches(filter, { ...shared.conversation, ...over }, { ...eye, ...other })).toBe(expected);
  });
  test.each(shared.plans)("looks where the server looks: $name", ({ filter, plan: wanted }) => {
    expect(plan(filter, eye.me)).toEqual(wanted);
  });
});

test("of a contact whom this screen does not know nothing is said: the server knows more", () => {
  const filter: ConversationFilter = { match: "all", rules: [{ field: "contact_attribute", operator: "absent", key: "plan", values: [] }] };
  expect(matches(filter, { ...shared.conversation, contact_id: "stranger" }, eye)).toBe(false);
});

const vip: ConversationFilter = { match: "all", rules: [{ field: "tags", operator: "contains", values: ["vip"] }] };
const busy: ConversationFilter = { match: "all", rules: [{ field: "unread", operator: "greater", values: ["0"] }] };

describe("a filtered list", () => {
  const rows = [
    row("a", { status: "resolved", last_at: "2026-01-09", inbound: 3 }),
    row("b", { status: "open", last_at: "2026-01-02", inbound: 2 }),
    row("c", { status: "open", last_at: "2026-01-05", inbound: 1 }),
    row("d", { status: "open", inbound: 0 }),
  ];
  const key = { view: "filter-x", status: "any", filter: busy } as const;
  test("shows open ones first, the newest first", () => {
    expect(shownRows(rows, key, eye, "").map(({ id }) => id)).toEqual(["c", "b", "a"]);
  });
  test("goes by opening where the server does", () => {
    expect(filteredKey(row("a", { opened_at: "x", last_at: "y" }), "tag")).toBe("4#x#a");
  });
  test("a row leaves it when it fits no longer", () => {
    const tagged = row("t", { tags: ["vip"] });
    expect(belongs(tagged, { ...key, filter: vip }, eye)).toBe(true);
    expect(belongs({ ...tagged, tags: [] }, { ...key, filter: vip }, eye)).toBe(false);
  });
  test("an empty page that is not the last proves nothing wrong", () => {
    const page = { rows: [], ceiling: "", last: false, startedAt: 5 };
    expect(disproved(rows, key, eye, page, {})).toEqual([]);
  });
});

describe("queues, tags and order", () => {
  const rows = [
    row("a", { queue_id: "q", tags: ["vip"], opened_at: "2026-01-01" }),
    row("b", { queue_id: "q", opened_at: "2026-01-02" }),
    row("c", { tags: ["gone"], opened_at: "2026-01-03" }),
    row("d", { queue_id: "q", status: "resolved" }),
  ];
  const shown = (view: "queue-q" | "tag-vip" | "tag-gone", order?: "oldest") =>
    shownRows(rows, { view, status: "open", order }, eye, "").map(({ id }) => id).join("");
  test("of a queue, of a tag, of a deleted one", () => {
    expect([shown("queue-q"), shown("tag-vip"), shown("tag-gone")]).toEqual(["ba", "a", ""]);
  });
  test("the oldest first, down to what was fetched", () => {
    expect(shown("queue-q", "oldest")).toBe("ab");
    const key = { view: "queue-q", status: "open", order: "oldest" } as const;
    const floor = sortKey(rows[0]!, key, "me");
    expect(shownRows(rows, key, eye, floor).map(({ id }) => id)).toEqual(["a"]);
  });
  test("counts of open ones", () => {
    expect(groupCounts(rows)).toEqual({ "queue-q": 2, "queue-": 1, "tag-vip": 1, "tag-gone": 1 });
  });
});

describe("addresses", () => {
  test("a filter comes back as it was, whatever is in it", () => {
    const filter: ConversationFilter = {
      match: "any",
      rules: [{ field: "contact_name", operator: "contains", values: ["José \u202e<b>?/+"] }],
      groups: [],
    };
    expect(filterOf(filterView(filter))).toEqual(filter);
  });
  test.each(["filter-", "filter-!!", "filter-e30x", `filter-${btoa('{"rules":[{"field":"nope","operator":"equals"}]}')}`, `filter-${btoa('{"rules":7}')}`])(
    "%s is no filter",
    (view) => expect(filterOf(view as "filter-x")).toBeNull(),
  );
  test("views, with what they are of", () => {
    expect(["mine", "queue-a", "tag-b-c", "view-d", "queue-", "mentions"].map(isView)).toEqual([true, true, true, true, false, false]);
    expect(partsOf("tag-b-c")).toEqual({ kind: "tag", of: "b-c" });
    expect(partsOf("mine")).toEqual({ kind: "mine", of: "" });
  });
});
