import { describe, expect, test } from "vitest";
import { ALONE, drawn, lanes, middle, route, type Rect } from "../src/features/flows/routing";
import { EMPTY, type FlowNode, type Graph, type Point } from "../src/features/flows/types";

const card = (x: number, y: number, height = 120): Rect => ({ x, y, width: 256, height });
const node = (id: string, x: number, y: number): FlowNode => ({ id, kind: "message", x, y, data: {} });
const graph = (nodes: FlowNode[], ways: string[]): Graph => ({
  ...EMPTY,
  start: nodes[0]!.id,
  nodes,
  edges: ways.map((way) => ({ source: way[0]!, port: way.slice(1, -1), target: way.at(-1)! })),
});

/** Whether a piece of the way runs through a card. */
const through = (way: readonly Point[], { x, y, width, height }: Rect): boolean =>
  way.some((one, i) => {
    const other = way[i + 1];
    if (!other) return false;
    const [left, right] = [Math.min(one.x, other.x), Math.max(one.x, other.x)];
    const [top, bottom] = [Math.min(one.y, other.y), Math.max(one.y, other.y)];
    return left < x + width && right > x && top < y + height && bottom > y;
  });

describe("a line", () => {
  test("runs straight where nothing is in its way", () => {
    expect(route({ x: 256, y: 60 }, { x: 400, y: 60 }, ALONE, [card(0, 0), card(400, 40)])).toEqual([
      { x: 256, y: 60 },
      { x: 400, y: 60 },
    ]);
  });
  test("turns at right angles alone", () => {
    const way = route({ x: 256, y: 60 }, { x: 400, y: 300 }, { ...ALONE, of: 3, slot: 2 }, [card(0, 0), card(400, 280)]);
    expect(way.slice(1).every(({ x, y }, i) => (x === way[i]!.x) !== (y === way[i]!.y))).toBe(true);
    expect(way.length).toBe(4);
  });
  test("goes around the card that stands between", () => {
    const between = card(340, 0);
    const way = route({ x: 256, y: 60 }, { x: 680, y: 60 }, ALONE, [card(0, 0), between, card(680, 40)]);
    expect(through(way, between)).toBe(false);
    expect([way[0], way.at(-1)]).toEqual([{ x: 256, y: 60 }, { x: 680, y: 60 }]);
  });
  test("that leads back passes no card, not even those that it joins", () => {
    const cards = [card(0, 0), card(340, 0), card(680, 0, 300)];
    const way = route({ x: 936, y: 200 }, { x: 0, y: 21 }, ALONE, cards);
    for (const one of cards) expect(through(way, one)).toBe(false);
  });
  test("that leads back to its own card leaves it on the right and comes in on the left", () => {
    const own = card(0, 0);
    const way = route({ x: 256, y: 100 }, { x: 0, y: 21 }, ALONE, [own]);
    expect(through(way, own)).toBe(false);
    expect(way.length).toBe(6);
  });
});

test("lines into one card have lanes and ends of their own, and do not cross", () => {
  const told = graph([node("a", 0, 0), node("b", 0, 300), node("c", 0, 600), node("z", 340, 300)], ["aoz", "boz", "coz"]);
  const own = lanes(told);
  expect([...own.values()].map(({ slot, of }) => [slot, of])).toEqual([[0, 3], [1, 3], [2, 3]]);
  expect(new Set([...own.values()].map(({ lane }) => lane)).size).toBe(3);
  const cards = told.nodes.map(({ x, y }) => card(x, y));
  const ends = [...own].map(([id, lane]) => {
    const from = told.nodes.find((one) => one.id === id[0])!;
    return route({ x: from.x + 256, y: from.y + 90 }, { x: 340, y: 321 }, lane, cards);
  });
  expect(new Set(ends.map((way) => way.at(-1)!.y)).size).toBe(3);
  expect(new Set(ends.map((way) => way.at(-2)!.x)).size).toBe(3);
});

test("it is drawn with round corners, and a word stands on its longest piece", () => {
  const way = [{ x: 0, y: 0 }, { x: 20, y: 0 }, { x: 20, y: 200 }, { x: 40, y: 200 }];
  expect(drawn(way)).toBe("M0,0L10,0Q20,0 20,10L20,190Q20,200 30,200L40,200");
  expect(middle(way)).toEqual({ x: 20, y: 100 });
});
