import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { watchIdle, type IdleWatch } from "../src/live/idle";

const MINUTE = 60_000;
let page: EventTarget;
let channels: EventTarget[];
let watches: IdleWatch[];

beforeEach(() => {
  vi.useFakeTimers();
  page = new EventTarget();
  channels = [];
  watches = [];
  vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
  vi.stubGlobal("removeEventListener", page.removeEventListener.bind(page));
  vi.stubGlobal(
    "BroadcastChannel",
    class extends EventTarget {
      constructor() {
        super();
        channels.push(this);
      }
      postMessage() {
        for (const other of channels) if (other !== this) other.dispatchEvent(new Event("message"));
      }
      close() {
        channels = channels.filter((other) => other !== this);
      }
    },
  );
});

afterEach(() => {
  watches.forEach((watch) => watch.stop());
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function tab(target = page): boolean[] {
  page = target;
  vi.stubGlobal("addEventListener", target.addEventListener.bind(target));
  const told: boolean[] = [];
  watches.push(watchIdle((idle) => told.push(idle)));
  return told;
}

test("five minutes without a touch, then a touch", () => {
  const told = tab();
  vi.advanceTimersByTime(4.9 * MINUTE);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(0.2 * MINUTE);
  expect(told).toEqual([true]);
  vi.advanceTimersByTime(10 * MINUTE);
  page.dispatchEvent(new Event("keydown"));
  expect(told).toEqual([true, false]);
});

test("a touch of one tab keeps the others awake", () => {
  const front = new EventTarget();
  const hidden = new EventTarget();
  const seen = tab(front);
  const unseen = tab(hidden);
  for (let i = 0; i < 4; i++) {
    vi.advanceTimersByTime(4 * MINUTE);
    front.dispatchEvent(new Event("pointermove"));
  }
  expect([seen, unseen]).toEqual([[], []]);
  vi.advanceTimersByTime(6 * MINUTE);
  front.dispatchEvent(new Event("pointerdown"));
  expect([seen, unseen]).toEqual([
    [true, false],
    [true, false],
  ]);
});

test("a new socket is told what it does not know", () => {
  const told = tab();
  watches[0]!.opened();
  expect(told).toEqual([]);
  vi.advanceTimersByTime(6 * MINUTE);
  watches[0]!.opened();
  expect(told).toEqual([true, true]);
});
