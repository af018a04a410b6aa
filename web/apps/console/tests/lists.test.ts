import { describe, expect, test } from "vitest";
import { belongs, countLabel, disproved, neighbour, shownRows, sortKey } from "../src/rules/lists";
import type { Eye } from "../src/rules/filters";
import { row } from "./make";

const ME: Eye = { me: "me", tags: new Set(["vip"]), now: Date.parse("2026-01-10T12:00:00Z") };

const rows = [
  row("a", { assignee_id: "me", opened_at: "2026-01-03", last_at: "2026-01-03" }),
  row("b", { assignee_id: "me", opened_at: "2026-01-01", last_at: "2026-01-09" }),
  row("c", { opened_at: "2026-01-02", last_at: "2026-01-02" }),
  row("d", { assignee_id: "other", opened_at: "2026-01-04", last_at: "2026-01-04" }),
  row("e", { assignee_id: "me", status: "resolved" }),
];
const ALL = { view: "all", status: "open" } as const;
const ids = (found: { id: string }[]) => found.map(({ id }) => id).join("");

describe("which rows a list shows", () => {
  test.each([
    { view: "mine", status: "open", shown: "ab" },
    { view: "unassigned", status: "open", shown: "c" },
    { view: "all", status: "open", shown: "bdac" },
    { view: "mine", status: "resolved", shown: "e" },
  ] as const)("$view, $status: $shown", ({ view, status, shown }) => {
    expect(ids(shownRows(rows, { view, status }, ME, ""))).toBe(shown);
  });

  test("what lies below the fetched pages is not shown yet", () => {
    const floor = sortKey(rows[0]!, ALL, "me");
    expect(ids(shownRows(rows, { view: "all", status: "open" }, ME, floor))).toBe("bda");
  });

  test("a conversation that somebody took is nobody's no longer", () => {
    expect(belongs(row("x", { assignee_id: "other" }), { view: "unassigned", status: "open" }, ME)).toBe(false);
  });
});

describe("what a fetched page proves wrong", () => {
  const key = { view: "all", status: "open" } as const;
  const page = { rows: [rows[1]!, rows[0]!], ceiling: "", last: false, startedAt: 100 };

  test("a held row that would lie within it, and does not, is dropped", () => {
    expect(disproved(rows, key, ME, page, {})).toEqual(["d"]);
  });
  test("one that changed after the page was asked for stays", () => {
    expect(disproved(rows, key, ME, page, { d: 150 })).toEqual([]);
  });
  test("the last page reaches down to the end", () => {
    expect(disproved(rows, key, ME, { ...page, last: true }, {})).toEqual(["c", "d"]);
  });
  test("an empty last page empties the list", () => {
    const empty = { rows: [], ceiling: "", last: true, startedAt: 100 };
    expect(disproved(rows, key, ME, empty, {}).sort()).toEqual(["a", "b", "c", "d"]);
  });
  test("a second page says nothing of the first", () => {
    const second = { rows: [rows[2]!], ceiling: sortKey(rows[0]!, ALL, "me"), last: false, startedAt: 100 };
    expect(disproved(rows, key, ME, second, {})).toEqual([]);
  });
});

test("counts say how far they were counted", () => {
  expect([countLabel(0, false), countLabel(7, false), countLabel(30, true)]).toEqual(["", "7", "30+"]);
});

test("j and k stop at the ends, and begin at the top", () => {
  const shown = rows.slice(0, 3);
  expect(neighbour(shown, "", 1)?.id).toBe("a");
  expect(neighbour(shown, "a", 1)?.id).toBe("b");
  expect(neighbour(shown, "c", 1)?.id).toBe("c");
  expect(neighbour(shown, "a", -1)?.id).toBe("a");
});
