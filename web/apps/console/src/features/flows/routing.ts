// How a line runs from a way out to a card: in straight pieces with round corners, around the cards
// that stand between, each line into one card in a lane of its own. Pure.
import type { FlowEdge, Graph, Point } from "./types";
import { edgeId } from "./types";

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Which of the lines into its card it is: slot, from above; lane, from the card outwards. */
export interface Lane {
  readonly slot: number;
  readonly of: number;
  readonly lane: number;
  readonly track: number; // apart from others that run along the same cards
}

export const ALONE: Lane = { slot: 0, of: 1, lane: 0, track: 0 };

const OUT = 18; // pixels from a way out to the first corner
const IN = 24; // and from the last corner to the card
const LANE = 9;
const MOST_LANES = 5;
const SLOT = 7;
const SPREAD = 26; // that all lines into a card fill
const CLEAR = 14; // between a line and a card that it goes around
const TRACK = 7;
const ROUND = 10;
const MOST_TRIED = 16;
const CROSSES = 4000; // what going through a card costs, in pixels of way
const BEND = 24;
const PORT = 26; // height of a row of ports

/** Lanes by line. begins: the line from the start card, if there is one. */
export function lanes(graph: Graph, begins?: FlowEdge & { y: number }): Map<string, Lane> {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const row = new Map<string, number>(); // of an edge among those of its source
  const counts = new Map<string, number>();
  for (const edge of graph.edges) {
    const at = counts.get(edge.source) ?? 0;
    row.set(edgeId(edge), at);
    counts.set(edge.source, at + 1);
  }
  const height = (edge: FlowEdge): number =>
    edge === begins ? begins.y : (nodes.get(edge.source)?.y ?? 0) + 60 + PORT * (row.get(edgeId(edge)) ?? 0);
  const into = new Map<string, FlowEdge[]>();
  for (const edge of begins ? [begins, ...graph.edges] : graph.edges) into.set(edge.target, [...(into.get(edge.target) ?? []), edge]);
  const found = new Map<string, Lane>();
  let track = 0;
  for (const [target, edges] of into) {
    const y = nodes.get(target)?.y ?? 0;
    const from = [...edges].sort((one, other) => height(one) - height(other));
    const far = [...edges].sort((one, other) => Math.abs(height(other) - y) - Math.abs(height(one) - y));
    for (const edge of edges) {
      found.set(edgeId(edge), { slot: from.indexOf(edge), of: edges.length, lane: Math.min(far.indexOf(edge), MOST_LANES), track: track++ % 4 });
    }
  }
  return found;
}

/** The corners of the way, its ends among them. cards: all that are drawn. */
export function route(from: Point, to: Point, lane: Lane, cards: readonly Rect[]): Point[] {
  const gap = lane.of > 1 ? Math.min(SLOT, SPREAD / (lane.of - 1)) : 0;
  const end = { x: to.x, y: to.y + (lane.slot - (lane.of - 1) / 2) * gap };
  const out = from.x + OUT + lane.track * 4;
  const turn = to.x - IN - lane.lane * LANE;
  if (Math.abs(from.y - end.y) < 1 && turn > out && free([from, end], cards)) return [from, end];
  const near = turn > out ? [shape(from, turn, from.y, turn, end)] : [];
  if (near[0] && free(near[0], cards)) return near[0];
  let best: Point[] = [];
  let least = Infinity;
  for (const y of levels(from, end, Math.min(out, turn), Math.max(out, turn), lane.track, cards)) {
    const way = shape(from, out, y, turn, end);
    const cost = length(way) + crossings(way, cards) * CROSSES + way.length * BEND;
    if (cost < least) [best, least] = [way, cost];
  }
  return best;
}

/** Out to the right, along at a height, and into the card. */
function shape(from: Point, out: number, y: number, turn: number, end: Point): Point[] {
  const way = [from, { x: out, y: from.y }, { x: out, y }, { x: turn, y }, { x: turn, y: end.y }, end];
  const bare = way.filter(({ x, y }, i) => i === 0 || x !== way[i - 1]!.x || y !== way[i - 1]!.y);
  return bare.filter((point, i) => {
    const before = bare[i - 1];
    const after = bare[i + 1];
    if (!before || !after) return true;
    return !(before.x === point.x && point.x === after.x) && !(before.y === point.y && point.y === after.y);
  });
}

/** Heights at which a line may run along: those of its ends, and just above and below the cards that
 * stand there; the nearest first. */
function levels(from: Point, end: Point, left: number, right: number, track: number, cards: readonly Rect[]): number[] {
  const apart = CLEAR + track * TRACK;
  const around = cards
    .filter(({ x, width }) => x < right && x + width > left)
    .flatMap(({ y, height }) => [y - apart, y + height + apart]);
  const far = (y: number): number => Math.abs(y - from.y) + Math.abs(y - end.y);
  return [from.y, end.y, (from.y + end.y) / 2, ...around.sort((one, other) => far(one) - far(other)).slice(0, MOST_TRIED)];
}

const free = (way: readonly Point[], cards: readonly Rect[]): boolean => crossings(way, cards) === 0;

function crossings(way: readonly Point[], cards: readonly Rect[]): number {
  let count = 0;
  for (let i = 1; i < way.length; i++) {
    const one = way[i - 1]!;
    const other = way[i]!;
    const left = Math.min(one.x, other.x);
    const right = Math.max(one.x, other.x);
    const top = Math.min(one.y, other.y);
    const bottom = Math.max(one.y, other.y);
    for (const { x, y, width, height } of cards) {
      if (left < x + width - 1 && right > x + 1 && top < y + height + 4 && bottom > y - 4) count++;
    }
  }
  return count;
}

function length(way: readonly Point[]): number {
  let sum = 0;
  for (let i = 1; i < way.length; i++) sum += Math.abs(way[i]!.x - way[i - 1]!.x) + Math.abs(way[i]!.y - way[i - 1]!.y);
  return sum;
}

/** As SVG draws it. */
export function drawn(way: readonly Point[]): string {
  const parts = [`M${way[0]!.x},${way[0]!.y}`];
  for (let i = 1; i < way.length - 1; i++) {
    const [before, here, after] = [way[i - 1]!, way[i]!, way[i + 1]!];
    const round = Math.min(ROUND, distance(before, here) / 2, distance(here, after) / 2);
    const enter = towards(here, before, round);
    const leave = towards(here, after, round);
    parts.push(`L${enter.x},${enter.y}Q${here.x},${here.y} ${leave.x},${leave.y}`);
  }
  const last = way.at(-1)!;
  return [...parts, `L${last.x},${last.y}`].join("");
}

const distance = (one: Point, other: Point): number => Math.abs(one.x - other.x) + Math.abs(one.y - other.y);

function towards(from: Point, to: Point, by: number): Point {
  const all = distance(from, to) || 1;
  return { x: from.x + ((to.x - from.x) * by) / all, y: from.y + ((to.y - from.y) * by) / all };
}

/** The middle of its longest piece: where there is room for a word. */
export function middle(way: readonly Point[]): Point {
  let best = { x: way[0]!.x, y: way[0]!.y };
  let most = -1;
  for (let i = 1; i < way.length; i++) {
    const one = way[i - 1]!;
    const other = way[i]!;
    if (distance(one, other) > most) {
      most = distance(one, other);
      best = { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
    }
  }
  return best;
}
