import { expect, test } from "vitest";
import type { ReportNumbers } from "@tertulia/protocol";
import { byRow } from "../src/features/reports/csv";
import { difference, length, shown } from "../src/features/reports/format";
import { change, COLUMNS, measure, tone } from "../src/features/reports/measures";
import { readView, writeView } from "../src/features/reports/view";
import { enReports } from "../src/i18n/enReports";

const UNITS = enReports.units;
const today = (back: number) => `2026-06-${String(30 - Math.min(back, 29)).padStart(2, "0")}`;

test("lengths of time have two units at most", () => {
  expect([0, 5, 60, 125, 7500, 90_000].map((seconds) => length(seconds, UNITS))).toEqual([
    "0 s",
    "5 s",
    "1 min",
    "2 min 5 s",
    "2 h 5 min",
    "1 d 1 h",
  ]);
});

test("an address keeps what one looks at, and what makes no sense is left out", () => {
  const asked = "from=2026-01-02&to=2026-02-03&of=queue&value=q1&time=working&shows=reply";
  expect(writeView(readView(asked, today))).toBe(asked);
  expect(writeView(readView("", today))).toBe("");
  expect(writeView(readView("span=week&of=planet&value=x", today))).toBe("span=week");
  expect(readView("from=2026-03-01&to=2026-01-01", today)).toMatchObject({ span: "month", first: "2026-06-01", last: "2026-06-30" });
});

test("shares, means and medians are read from the numbers, by the clock where there is no other", () => {
  const numbers: ReportNumbers = {
    counts: { kept: 3, broken: 1, rated: 2, stars: 9 },
    times: { first: { count: 2, median: 60 }, bot: { count: 1, median: 5 } },
    working: { first: { count: 2, median: 30 } },
  };
  expect(measure("sla").read(numbers, false)).toBe(0.75);
  expect(measure("rating").read(numbers, false)).toBe(4.5);
  expect([false, true].map((working) => measure("first").read(numbers, working))).toEqual([60, 30]);
  expect(measure("bot").read(numbers, true)).toBe(5);
  expect(measure("bot_share").read(numbers, false)).toBeUndefined();
  expect(shown(measure("sla"), 0.75, "en", UNITS)).toBe("75%");
});

test("less waiting is good, fewer resolved is not, and nothing is compared with nothing", () => {
  expect(tone(measure("first"), change(measure("first"), 30, 60))).toBe("good");
  expect(tone(measure("resolved"), change(measure("resolved"), 3, 6))).toBe("bad");
  expect(tone(measure("opened"), change(measure("opened"), 3, 6))).toBe("plain");
  expect(change(measure("opened"), 3, 0)).toBeUndefined();
  expect(difference(measure("sla"), change(measure("sla"), 0.8, 0.75)!, "en")).toBe("+5%");
});

test("names that a spreadsheet would take for formulas are text", () => {
  const numbers: ReportNumbers = { counts: { assigned: 2 } };
  const data = { rows: [{ id: "a", numbers, before: {} }] } as unknown as Parameters<typeof byRow>[0];
  const [head, row] = byRow(data, COLUMNS.agent.slice(0, 2), false, "Agent", ({ id }) => id, () => '=SUM("x")').split("\r\n");
  expect(head).toBe("Agent,id,assigned,out");
  expect(row).toBe(`"'=SUM(""x"")",a,2,0`);
});

test("every number has its words", () => {
  for (const columns of Object.values(COLUMNS)) for (const { id } of columns) expect(enReports.names).toHaveProperty(id);
});
