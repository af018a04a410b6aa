// tests/fixtures/flows/builder.json holds the builder and the server to the same: its other reader is
// tests/unit/flows/test_builder_agrees.py.
import { expect, test } from "vitest";
import fixture from "../../../../tests/fixtures/flows/builder.json";
import { kindOf, KINDS } from "../src/features/flows/nodes/registry";
import type { Data } from "../src/features/flows/types";
import { enFlows } from "../src/i18n/enFlows";

interface Case {
  kind: string;
  data: Data;
  ports: string[];
}

const cases = fixture as unknown as { made: Record<string, Data>; cases: Case[] };

test("a new node of each kind begins with what the server knows", () => {
  expect(Object.fromEntries(KINDS.map((one) => [one.kind, one.make()]))).toEqual(cases.made);
});

test.each(cases.cases)("$kind has the ways out that the server knows: $ports", ({ kind, data, ports }) => {
  expect(kindOf(kind)!.ports(data).map(({ id }) => id)).toEqual(ports);
});

test("each kind, and each of its ways, has its words", () => {
  const { kind, about, empty, port } = enFlows as unknown as Record<string, Record<string, string>>;
  const lacking = KINDS.flatMap((one) => [
    ...[kind, about, empty].filter((words) => !words![one.kind]).map(() => one.kind),
    ...one.ports(one.make()).filter(({ id, label, word }) => !label && !port![word ?? id]).map(({ id }) => `${one.kind}/${id}`),
  ]);
  expect(lacking).toEqual([]);
});

const FINE: Record<string, Data> = {
  message: { kind: "text", text: "Hi" },
  question: { text: "Who?", answer: "text", variable: "name" },
  wait: { mode: "reply", time: { amount: 0, unit: "hours" } },
  http: { method: "GET", url: "https://x.example/{{ id }}", picks: [], ways: [] },
  end: { outcome: "end" },
  hours: { queue_id: "" },
  split: { shares: [{ id: "a", weight: 1 }, { id: "b", weight: 0 }] },
};

test.each(Object.entries(FINE))("nothing is wrong with a finished %s", (kind, data) => {
  expect(kindOf(kind)!.check(data)).toEqual([]);
});

test.each([
  ["message", { kind: "text", text: " " }, "text"],
  ["message", { kind: "image", file: { url: "http://x.example/a.png" } }, "file.url"],
  ["message", { kind: "contact", card: { name: "" } }, "card"],
  ["buttons", { text: "Hi", choices: [{ id: "b1", title: "" }] }, "choices.0.title"],
  ["buttons", { text: "Hi", choices: [{ id: "b1", title: "Site", url: "https://x.example" }] }, "choices"],
  ["question", { text: "Age?", answer: "number", variable: "age", minimum: 9, maximum: 3 }, "maximum"],
  ["condition", { branches: [{ id: "w1", groups: [{ rules: [{ field: "" }] }] }] }, "branches.0.groups.0.rules.0.field"],
  ["tags", { add: ["t"], remove: ["t"] }, "remove"],
  ["http", { method: "GET", url: "http://10.0.0.1" }, "url"],
  ["split", { shares: [{ id: "a", weight: 0 }, { id: "b", weight: 0 }] }, "shares"],
  ["wait", { mode: "duration", time: { amount: 0, unit: "hours" } }, "time"],
  ["jump", { to: "flow", node_id: "x", flow_id: "" }, "flow_id"],
  ["attribute", { scope: "conversation", name: "colour", value: "" }, "name"],
])("%s %o: %s is told at once", (kind, data, field) => {
  expect(kindOf(kind)!.check(data as Data).map((fault) => fault.field)).toContain(field);
});
