import { describe, expect, test } from "vitest";
import { withDefaults } from "../src/features/flows/defaults";
import { countsOf } from "../src/features/flows/FunnelOverlay";
import { givenOf } from "../src/features/flows/simulator/given";
import { fresh, isoTime, localTime, openOptions, path, spoken, stepped, waitedSeconds, waitsFor } from "../src/features/flows/simulator/model";
import type { EngineState, SimulatedStep } from "../src/features/flows/simulator/types";
import { givenWords, missWords } from "../src/features/flows/tests/words";
import { fileName, fileText, readFlow } from "../src/features/flows/Transfer";
import { EMPTY, type FlowNode, type Graph } from "../src/features/flows/types";
import { diff, isSame } from "../src/features/flows/versions/diff";
import { enFlowTests } from "../src/i18n/enFlowTests";
import { enFlowTools } from "../src/i18n/enFlowTools";
import { esFlowTests } from "../src/i18n/esFlowTests";
import { esFlowTools } from "../src/i18n/esFlowTools";
import { ptBRFlowTests } from "../src/i18n/ptBRFlowTests";
import { ptBRFlowTools } from "../src/i18n/ptBRFlowTools";

const state = (over: Partial<EngineState> = {}): EngineState => ({ at: { node: "ask" }, variables: {}, turn: 1, ...over });
const asked: SimulatedStep = {
  state: state({ waiting: { kind: "reply", wait_id: "w1" } }),
  effects: [
    { type: "count", what: "reached", node: "ask" },
    { type: "tag", node: "mark", add: ["vip"] },
    { type: "say", node: "ask", content: { kind: "options", text: "Which?", options: [{ id: "a", title: "Sales" }] } },
    { type: "wait", node: "ask", wait_id: "w1", working: 180 },
  ],
  trace: [
    { node: "hello", port: "next" },
    { node: "ask" },
  ],
};

describe("a simulated conversation", () => {
  test("shows what was said and done, and neither counts nor timers", () => {
    const { lines } = stepped(fresh, asked);
    expect(lines.map((line) => [line.kind, line.node])).toEqual([["mark", "mark"], ["bot", "ask"]]);
  });
  test("lights the way and where it stands", () => {
    expect(path(stepped(fresh, asked))).toEqual({ nodes: ["hello", "ask"], edges: ["hello|next"], here: "ask" });
  });
  test("the steps of a flow that was called are not on this canvas", () => {
    const called = { ...asked, state: state({ at: { node: "x", flow_id: "other" } }), trace: [{ node: "x", flow_id: "other", port: "next" }] };
    expect(path(stepped(fresh, called))).toEqual({ nodes: [], edges: [], here: "" });
  });
  test("only the last question can be pressed, and only until it is answered", () => {
    const open = stepped(fresh, asked);
    expect(openOptions(open)).toBe(1);
    expect(openOptions(spoken(open, { type: "replied", content: { kind: "text", text: "hm" } }))).toBe(-1);
    expect(openOptions(stepped(open, { state: state({ outcome: "ended" }) }))).toBe(-1);
  });
  test("tells what it waits for, and how long that would be", () => {
    const open = stepped(fresh, asked);
    expect(waitsFor(open)).toMatchObject({ kind: "reply", wait: { wait_id: "w1" } });
    expect(waitedSeconds(open, 0)).toBe(180 * 60);
    expect(waitsFor(stepped(open, { state: state({ outcome: "resolved" }) }))).toBeNull();
  });
  test("marks the variables that the last step changed", () => {
    const before = stepped(fresh, { state: state({ variables: { a: 1, b: [1] } }) });
    expect(stepped(before, { state: state({ variables: { a: 1, b: [2], c: "x" } }) }).changed).toEqual(["b", "c"]);
  });
});

const node = (id: string, data: Record<string, unknown> = {}, over: Partial<FlowNode> = {}): FlowNode => ({ id, kind: "message", x: 0, y: 0, data, ...over });
const graph = (nodes: FlowNode[], over: Partial<Graph> = {}): Graph => ({ ...EMPTY, start: nodes[0]?.id ?? "", nodes, ...over });

describe("the difference of two versions", () => {
  const before = graph([node("a", { text: "Hi", options: [{ title: "One" }] }), node("b")], { edges: [{ source: "a", port: "next", target: "b" }] });
  test("is none for a node that was only moved", () => {
    expect(isSame(diff(before, { ...before, nodes: before.nodes.map((one) => ({ ...one, x: 500 })) }))).toBe(true);
  });
  test("names fields, ways, and what came and went", () => {
    const after = graph([node("a", { text: "Hello", options: [{ title: "One" }, { title: "Two" }] }), node("c")], {
      edges: [{ source: "a", port: "next", target: "c" }],
      triggers: [{ kind: "first_message" }],
    });
    const found = diff(before, after);
    expect(found.nodes.map(({ id, what, ways }) => [id, what, ways])).toEqual([["a", "changed", 1], ["c", "added", 0], ["b", "removed", 0]]);
    expect(found.nodes[0]!.fields).toEqual([
      { path: "text", before: "Hi", after: "Hello" },
      { path: "options.1", before: "", after: '{"title":"Two"}' },
    ]);
    expect(found.settings.map(({ path }) => path)).toEqual(["triggers.0"]);
  });
  test("a default that was written down is no change, a field called name is one", () => {
    expect(isSame(diff(graph([node("a", {})]), graph([node("a", { footer: "", add: [] })])))).toBe(true);
    expect(diff(graph([node("a", { name: "x" })]), graph([node("a", { name: "y" })])).nodes[0]!.fields[0]).toMatchObject({ path: "name" });
  });
});

describe("a flow as a file", () => {
  const whole = graph([node("a", { text: "<script>" }, { x: 12 })], { edges: [{ source: "a", port: "next", target: "a" }] });
  test("comes back as it went", () => {
    expect(readFlow(fileText("Welcome", whole))).toEqual({ parcel: { name: "Welcome", graph: whole } });
  });
  test.each([
    ["", "noJson", ""],
    ["[]", "noFlow", ""],
    ['{"nodes":{}}', "noFlow", ""],
    ['{"nodes":[],"format":2}', "format", "format"],
    ['{"format":1,"nodes":[null]}', "node", "nodes.0"],
    ['{"format":1,"nodes":[{"id":"../x","kind":"end","data":{}}]}', "node", "nodes.0.id"],
    ['{"format":1,"nodes":[{"id":"a","kind":"end"},{"id":"a","kind":"end"}]}', "twice", "nodes.1.id"],
    ['{"format":1,"nodes":[],"edges":[{"source":1}]}', "edge", "edges.0"],
    ['{"format":1,"nodes":[],"triggers":"x"}', "list", "triggers"],
  ])("%s is refused", (text, why, at) => expect(readFlow(text)).toEqual({ why, at }));
  test("brings nothing that a graph does not have, and no place out of sight", () => {
    const told = { format: 1, __proto__x: 1, evil: true, nodes: [{ id: "a", kind: "end", x: 1e300, y: "left", onload: "x" }] };
    expect(readFlow(JSON.stringify(told))).toEqual({
      parcel: { name: "", graph: { ...EMPTY, nodes: [{ id: "a", kind: "end", x: 100_000, y: 0, data: {} }] } },
    });
  });
  test("more than a megabyte is not even read", () => {
    expect(readFlow(`"${"x".repeat(1024 * 1024)}"`)).toEqual({ why: "tooLarge", at: "" });
  });
  test("has a name that every system takes", () => {
    expect([fileName("Bem-vindo à loja / 2"), fileName("../../etc"), fileName("日本")]).toEqual(["Bem-vindo-a-loja-2", "etc", "flow"]);
  });
});

test("percentages are of those who began; a node that nobody reached says so", () => {
  const counts = countsOf({ a: { reached: 10, answered: 8, dropped: 2 } }, graph([node("a"), node("b")]));
  expect(counts).toEqual({ a: { reached: 10, answered: 8, dropped: 2, of: 10 }, b: { reached: 0, answered: 0, dropped: 0, of: 10 } });
});

type Tree = { [key: string]: string | Tree };
const flat = (tree: Tree, at = ""): string[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [`${at}${key} ${(value.match(/{{\w+}}/g) ?? []).sort().join()}`] : flat(value, `${at}${key}/`),
  );
test.each([esFlowTools, ptBRFlowTools])("other languages say all that English says, and do not shout", (words) => {
  expect(flat(words as unknown as Tree)).toEqual(flat(enFlowTools as unknown as Tree));
  expect(JSON.stringify(words)).not.toMatch(/[!¡]/);
});

test.each([esFlowTests, ptBRFlowTests])("so do the words of tests", (words) => {
  expect(flat(words as unknown as Tree)).toEqual(flat(enFlowTests as unknown as Tree));
  expect(JSON.stringify(words)).not.toMatch(/[!¡]/);
});

test("what came in is kept without ids of calls and waits", () => {
  const content = { kind: "text" as const, text: "hi" };
  expect(givenOf({ type: "started", kind: "keyword", content })).toEqual({ type: "began", kind: "keyword", content });
  expect(givenOf({ type: "replied", content })).toEqual({ type: "wrote", content });
  expect(givenOf({ type: "timer_fired", wait_id: "w1" })).toEqual({ type: "waited" });
  const answer = { status: 200, body: "x".repeat(9000), error: "" };
  expect(givenOf({ type: "http_answered", node: "h", call_id: "w1", ...answer })).toEqual({ ...answer, type: "served", body: "x".repeat(8000) });
  expect(givenOf({ type: "action_done", node: "a", call_id: "w1", error: "refused" })).toEqual({ type: "acted", error: "refused" });
  expect(givenOf({ type: "survey_ended", answered: true, score: 4 })).toEqual({ type: "rated", answered: true, score: 4 });
});

test("a time of the made person goes through its field unchanged", () => {
  expect(localTime("")).toBe("");
  expect(isoTime("nonsense")).toBe("");
  expect(isoTime(localTime("2026-11-22T03:00:00.000Z"))).toBe("2026-11-22T03:00:00.000Z");
});

test("a miss is told in words", () => {
  const say = (key: string, values: Record<string, unknown> = {}) => `${key} ${Object.values(values).join()}`.trim();
  const miss = { turn: 0, node: "a", expected: "wrote", got: "http", check: "fit" as const };
  expect(missWords(miss, say)).toBe("tests.miss.fitText tests.kind.http");
  expect(missWords({ ...miss, got: "over" }, say)).toBe("tests.miss.fitOver");
  expect(missWords({ ...miss, check: "variables", name: "order" }, say)).toBe("tests.miss.variables order");
  expect(givenWords({ type: "served", status: 0, body: "", error: "timeout" }, say)).toBe("tests.given.noAnswer");
});

test("what a graph leaves out is as usual; what it says, and its lists, stay", () => {
  const [text, image] = withDefaults(graph([node("a", { text: "Hi" }), node("b", { kind: "image" })])).nodes;
  expect(text!.data).toEqual({ kind: "text", text: "Hi" });
  expect(image!.data).toEqual({ kind: "image" });
  expect(withDefaults(graph([node("c", {}, { kind: "buttons" })])).nodes[0]!.data).not.toHaveProperty("choices");
});
