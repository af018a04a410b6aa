import { describe, expect, test } from "vitest";
import { addNode } from "../src/features/flows/commands/addNode";
import { connect } from "../src/features/flows/commands/connect";
import { disconnect } from "../src/features/flows/commands/disconnect";
import { dropPorts } from "../src/features/flows/commands/dropPorts";
import { duplicate } from "../src/features/flows/commands/duplicate";
import { editData } from "../src/features/flows/commands/editData";
import { placeAfter } from "../src/features/flows/commands/follow";
import { moveNodes, nudge } from "../src/features/flows/commands/moveNodes";
import { paste } from "../src/features/flows/commands/paste";
import { removeSelected } from "../src/features/flows/commands/removeSelected";
import { copy, read } from "../src/features/flows/clipboard";
import { begin, commit, redo, settle, undo, type History } from "../src/features/flows/history";
import { wishOf } from "../src/features/flows/keyboard";
import { layout } from "../src/features/flows/layout";
import { EMPTY, START, type FlowEdge, type FlowNode, type Graph } from "../src/features/flows/types";
import { begun, completed, variablesOf } from "../src/features/flows/variables";

const node = (id: string, x = 0, y = 0, data = {}): FlowNode => ({ id, kind: "message", x, y, data: { kind: "text", text: id, ...data } });
const edge = (source: string, target: string, port = "out"): FlowEdge => ({ source, port, target });
const graph = (nodes: FlowNode[], edges: FlowEdge[] = []): Graph => ({ ...EMPTY, start: nodes[0]?.id ?? "", nodes, edges });
const counter = () => {
  let number = 0;
  return () => `new${++number}`;
};
const KINDS = new Set(["message", "question"]);

describe("history", () => {
  const play = (...steps: [number, string?][]): History<number> => steps.reduce((all, [value, key]) => commit(all, value, key), begin(0));

  test("what was done is undone and done again, one step at a time", () => {
    const all = play([1], [2], [3]);
    expect(undo(undo(all)).now).toBe(1);
    expect(redo(undo(undo(all))).now).toBe(2);
    expect(undo(undo(undo(undo(all)))).now).toBe(0);
    expect(redo(all)).toBe(all);
  });
  test("letters typed into one field are one step, and another field begins a new one", () => {
    const all = play([1, "a.text"], [2, "a.text"], [3, "b.text"]);
    expect(undo(all).now).toBe(2);
    expect(undo(undo(all)).now).toBe(0);
  });
  test("after a pause the same field is a new step", () => {
    const all = commit(settle(play([1, "a.text"])), 2, "a.text");
    expect(undo(all).now).toBe(1);
  });
  test("a change after an undo forgets what was undone", () => {
    const all = commit(undo(play([1], [2])), 9);
    expect(redo(all)).toBe(all);
    expect(undo(all).now).toBe(1);
  });
  test("nothing changed is no step; two hundred steps are kept", () => {
    const one = play([1]);
    expect(commit(one, 1)).toBe(one);
    const many = play(...Array.from({ length: 300 }, (_, i): [number] => [i + 1]));
    expect(many.past.length).toBe(200);
  });
});

describe("commands", () => {
  test("the first node begins the flow; the next hangs on its port, if that is free", () => {
    const first = addNode(EMPTY, node("a"));
    expect(first.start).toBe("a");
    const second = addNode(first, node("b"), { source: "a", port: "out" });
    expect(second.edges).toEqual([edge("a", "b")]);
    expect(addNode(second, node("c"), { source: "a", port: "out" }).edges).toEqual([edge("a", "b")]);
  });
  test("a port leads to one node: a new line takes the place of the old one", () => {
    const before = graph([node("a"), node("b"), node("c")], [edge("a", "b"), edge("b", "c")]);
    expect(connect(before, "a", "out", "c").edges).toEqual([edge("a", "c"), edge("b", "c")]);
    expect(connect(before, "a", "out", "b")).toBe(before);
    expect(connect(before, "a", "out", "gone")).toBe(before);
    expect(connect(before, "gone", "out", "a")).toBe(before);
  });
  test("the start's line chooses the first node", () => {
    expect(connect(graph([node("a"), node("b")]), START, "start", "b").start).toBe("b");
  });
  test("a line that is cut is gone, and nothing else", () => {
    const before = graph([node("a"), node("b")], [edge("a", "b"), edge("a", "b", "error")]);
    expect(disconnect(before, ["a|error"]).edges).toEqual([edge("a", "b")]);
    expect(disconnect(before, ["x|out"])).toBe(before);
  });
  test("nodes go with their lines; what came after the first begins", () => {
    const before = graph([node("a"), node("b"), node("c")], [edge("a", "b"), edge("b", "c"), edge("c", "a")]);
    const after = removeSelected(before, { nodes: ["a"], edges: [] });
    expect([after.start, after.nodes.map(({ id }) => id), after.edges]).toEqual(["b", ["b", "c"], [edge("b", "c")]]);
    expect(removeSelected(before, { nodes: ["a", "b", "c"], edges: [] }).start).toBe("");
    expect(removeSelected(before, { nodes: [], edges: [] })).toBe(before);
  });
  test("an answer that is taken away takes its line", () => {
    const before = graph([node("a"), node("b")], [edge("a", "b", "b1"), edge("a", "b", "b2"), edge("b", "a")]);
    expect(dropPorts(before, "a", ["b1"]).edges).toEqual([edge("a", "b", "b1"), edge("b", "a")]);
  });
  test("only what is changed is made anew", () => {
    const before = graph([node("a"), node("b")]);
    const after = editData(before, "a", { text: "other" });
    expect(after.nodes[1]).toBe(before.nodes[1]);
    expect(after.nodes[0]!.data.text).toBe("other");
    expect(editData(before, "a", { text: "a" })).toBe(before);
    expect(moveNodes(before, { a: { x: 0, y: 0.2 } })).toBe(before);
    expect(nudge(before, ["b"], { x: 16, y: 0 }).nodes[1]).toMatchObject({ x: 16, y: 0 });
  });
  test("a new node never lies upon another", () => {
    const before = graph([node("a", 0, 0), node("b", 336, 0), node("c", 336, 140)]);
    expect(placeAfter(before, "a", { x: 5, y: 5 })).toEqual({ x: 336, y: 280 });
    expect(placeAfter(EMPTY, "", { x: 5, y: 5 })).toEqual({ x: 5, y: 5 });
  });
});

describe("clipboard", () => {
  const before = graph([node("a"), node("b", 300), node("c", 600)], [edge("a", "b"), edge("b", "c")]);

  test("copies come with the lines among them, under ids of their own, and not upon their originals", () => {
    const clip = read(copy(before, ["a", "b"]), KINDS)!;
    const { graph: after, ids } = paste(before, clip, null, counter());
    expect(ids).toEqual(["new1", "new2"]);
    expect(after.edges.at(-1)).toEqual(edge("new1", "new2"));
    expect(after.edges.length).toBe(3);
    expect(after.nodes.at(-2)).toMatchObject({ x: 48, y: 48 });
    expect(paste(after, clip, null, counter()).graph.nodes.at(-2)).toMatchObject({ x: 96, y: 96 });
    expect(after.start).toBe("a");
  });
  test("in an empty flow the first copy begins it", () => {
    const clip = read(copy(before, ["b", "c"]), KINDS)!;
    expect(paste(EMPTY, clip, { x: 10, y: 20 }, counter()).graph).toMatchObject({ start: "new1" });
    expect(paste(EMPTY, clip, { x: 10, y: 20 }, counter()).graph.nodes[0]).toMatchObject({ x: 10, y: 20 });
  });
  test("duplicating nothing changes nothing", () => {
    expect(duplicate(before, ["gone"], counter())).toEqual({ graph: before, ids: [] });
  });
  test.each([
    ["words", "hello"],
    ["another program's JSON", '{"kind":"other","nodes":[]}'],
    ["no nodes", '{"kind":"tertulia.flow-nodes","nodes":[],"edges":[]}'],
    ["nodes that are none", '{"kind":"tertulia.flow-nodes","nodes":[1,null,{"id":2}]}'],
    ["an unknown kind", '{"kind":"tertulia.flow-nodes","nodes":[{"id":"a","kind":"bomb","x":0,"y":0,"data":{}}]}'],
    ["far too much", `{"kind":"tertulia.flow-nodes","nodes":["${"x".repeat(500_000)}"]}`],
  ])("%s are not taken for nodes", (_, text) => {
    expect(read(text, KINDS)).toBeNull();
  });
  test("what is half right keeps its right half", () => {
    const text = JSON.stringify({
      kind: "tertulia.flow-nodes",
      nodes: [{ id: "a", kind: "message", x: "far", y: 1e300, title: 7, data: {} }],
      edges: [edge("a", "b"), 3, { source: "a" }],
    });
    expect(read(text, KINDS)).toEqual({ nodes: [{ id: "a", kind: "message", x: 0, y: 100_000, data: {} }], edges: [edge("a", "b")] });
  });
});

describe("layout", () => {
  test("nodes stand from left to right in the order of the lines, and none upon another", () => {
    const before = graph([node("a", 50, 60), node("b"), node("c"), node("d")], [edge("a", "b"), edge("a", "c", "error"), edge("b", "d"), edge("d", "a")]);
    const to = layout(before, () => ({ width: 256, height: 120 }));
    expect(to.a).toEqual({ x: 50, y: 60 });
    expect(to.b!.x).toBeGreaterThan(to.a!.x + 256);
    expect(to.d!.x).toBeGreaterThan(to.b!.x + 256);
    expect(Math.abs(to.b!.y - to.c!.y)).toBeGreaterThanOrEqual(120);
  });
  test("lines to nowhere and to oneself do no harm", () => {
    const before = graph([node("a"), node("b")], [edge("a", "a"), edge("a", "gone")]);
    expect(Object.keys(layout(before, () => ({ width: 10, height: 10 })))).toEqual(["a", "b"]);
    expect(layout(EMPTY, () => ({ width: 1, height: 1 }))).toEqual({});
  });
});

describe("keys", () => {
  const press = (key: string, more = {}) => wishOf({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...more });
  test.each([
    [press("ArrowLeft"), { does: "move", by: { x: -16, y: 0 } }],
    [press("ArrowDown", { shiftKey: true }), { does: "move", by: { x: 0, y: 80 } }],
    [press("Enter"), { does: "edit" }],
    [press("Backspace"), { does: "remove" }],
    [press("Z", { metaKey: true, shiftKey: true }), { does: "redo" }],
    [press("z", { ctrlKey: true }), { does: "undo" }],
    [press("d", { ctrlKey: true }), { does: "duplicate" }],
    [press("c", { ctrlKey: true }), null],
    [press("x"), null],
    [press("Enter", { altKey: true }), null],
  ])("%o", (found, wanted) => expect(found).toEqual(wanted));
});

describe("variables", () => {
  test("the flow's own come first, each once", () => {
    const before = graph([node("a", 0, 0, { variable: "city" }), node("b", 0, 0, { picks: [{ variable: "status" }], variable: "city" })]);
    expect(variablesOf({ ...before, variables: [{ name: "plan" }] }).slice(0, 4).map(({ name }) => name)).toEqual(["plan", "city", "status", "contact.name"]);
  });
  test("what is typed after {{ is completed, closing what was closed already", () => {
    expect(begun("Hi {{ na", 8)).toEqual({ from: 3, typed: "na" });
    expect(begun("Hi {{ name }} and", 17)).toBeNull();
    expect(begun("Hi", 2)).toBeNull();
    expect(completed("Hi {{ na }}!", 3, 8, "name")).toEqual({ text: "Hi {{ name }}!", caret: 13 });
  });
});
