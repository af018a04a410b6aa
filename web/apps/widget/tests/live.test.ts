import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Live, type LivePorts } from "../src/net/live";
import { createTyping } from "../src/net/typing";

class FakeSocket {
  static readonly OPEN = 1;
  static made: FakeSocket[] = [];
  readyState = 0;
  sent: string[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  constructor(readonly url: string) {
    FakeSocket.made.push(this);
  }
  send(text: string) {
    this.sent.push(text);
  }
  close() {
    this.readyState = 3;
  }
  open() {
    this.readyState = 1;
    this.onopen?.();
  }
  end() {
    this.readyState = 3;
    this.onclose?.();
  }
}

const last = () => FakeSocket.made.at(-1)!;
const settle = () => vi.advanceTimersByTimeAsync(0);

function setup(change: Partial<LivePorts> = {}) {
  const ports = {
    ticket: vi.fn(async () => ({ url: "ws://x" })),
    catchUp: vi.fn(async () => false),
    events: vi.fn(),
    state: vi.fn(),
    watched: () => true,
    chance: () => 1,
    ...change,
  };
  return { ports, live: new Live(ports) };
}

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.made = [];
  vi.stubGlobal("WebSocket", FakeSocket);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("without sockets, because the site wants none", () => {
  it("asks from the start, and catches up all the same", async () => {
    const catchUp = vi.fn(async () => true);
    const { ports, live } = setup({ sockets: false, catchUp });
    live.start();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(FakeSocket.made).toEqual([]);
    expect(ports.ticket).not.toHaveBeenCalled();
    expect(catchUp.mock.calls.length).toBeGreaterThan(4);
    expect(ports.state).toHaveBeenLastCalledWith("polling");
    live.kick();
    await settle();
    expect(FakeSocket.made).toEqual([]);
    live.stop();
  });
});

describe("the live connection", () => {
  it("asks for what it missed on every connection", async () => {
    const { ports, live } = setup();
    live.start();
    await settle();
    last().open();
    expect(ports.catchUp).toHaveBeenCalledTimes(1);
    last().end();
    await vi.advanceTimersByTimeAsync(1000);
    last().open();
    expect(FakeSocket.made).toHaveLength(2);
    expect(ports.catchUp).toHaveBeenCalledTimes(2);
    live.stop();
  });

  it("hands on the events of a frame", async () => {
    const { ports, live } = setup();
    live.start();
    await settle();
    last().open();
    last().onmessage!({ data: JSON.stringify({ type: "events", events: [{ type: "presence" }] }) });
    expect(ports.events).toHaveBeenCalledWith([{ type: "presence" }]);
    live.stop();
  });

  it("pings, and connects anew when nothing answers", async () => {
    const { live } = setup();
    live.start();
    await settle();
    last().open();
    await vi.advanceTimersByTimeAsync(5 * 60_000);
    expect(last().sent).toEqual(['{"type":"ping"}']);
    last().onmessage!({ data: '{"type":"pong"}' });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(FakeSocket.made).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(5 * 60_000 - 20_000); // this ping stays without an answer
    await vi.advanceTimersByTimeAsync(12_000);
    expect(FakeSocket.made).toHaveLength(2);
    live.stop();
  });

  it("waits longer each time that the server is away", async () => {
    const { ports, live } = setup({ ticket: vi.fn(() => Promise.reject(new Error())) });
    live.start();
    for (const wait of [1000, 2000, 4000]) {
      await settle();
      const calls = vi.mocked(ports.ticket).mock.calls.length;
      await vi.advanceTimersByTimeAsync(wait - 1);
      expect(ports.ticket).toHaveBeenCalledTimes(calls);
      await vi.advanceTimersByTimeAsync(1);
      expect(ports.ticket).toHaveBeenCalledTimes(calls + 1);
    }
    expect(ports.state).toHaveBeenLastCalledWith("offline");
    live.stop();
  });

  it("polls, ever more gently, where no socket opens, and stops when one does", async () => {
    const { ports, live } = setup();
    live.start();
    await settle();
    last().end();
    await vi.advanceTimersByTimeAsync(1000);
    last().end(); // the second that never opened
    await settle();
    expect(ports.state).toHaveBeenLastCalledWith("polling");
    const calls = () => vi.mocked(ports.catchUp).mock.calls.length;
    await vi.advanceTimersByTimeAsync(10_000);
    const first = calls();
    expect(first).toBeGreaterThanOrEqual(2);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(calls() - first).toBeLessThanOrEqual(3); // 15 s apart by now
    const made = FakeSocket.made.length; // a socket is tried again now and then
    while (FakeSocket.made.length === made) await vi.advanceTimersByTimeAsync(1000);
    last().open();
    const then = calls();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(calls()).toBe(then);
    live.stop();
  });

  it("does not wait when the browser says that the net is back", async () => {
    const { ports, live } = setup({ ticket: vi.fn(() => Promise.reject(new Error())) });
    live.start();
    await settle();
    live.kick();
    await settle();
    expect(ports.ticket).toHaveBeenCalledTimes(2);
    live.stop();
  });

  it("is quiet once it is stopped", async () => {
    const { ports, live } = setup();
    live.start();
    await settle();
    last().open();
    live.stop();
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(FakeSocket.made).toHaveLength(1);
    expect(ports.ticket).toHaveBeenCalledTimes(1);
  });
});

describe("typing", () => {
  it("tells the draft at most every three seconds, the newest one last", async () => {
    const send = vi.fn();
    const typing = createTyping(send);
    typing.write("a");
    typing.write("ab");
    typing.write("abc");
    expect(send.mock.calls).toEqual([[true, "a"]]);
    await vi.advanceTimersByTimeAsync(3000);
    expect(send.mock.calls).toEqual([
      [true, "a"],
      [true, "abc"],
    ]);
  });

  it("ends at once when the field is empty, and only if it had begun", () => {
    const send = vi.fn();
    const typing = createTyping(send);
    typing.write(" ");
    expect(send).not.toHaveBeenCalled();
    typing.write("a");
    typing.write("");
    expect(send).toHaveBeenLastCalledWith(false, "");
  });

  it("never sends more than the server takes", () => {
    const send = vi.fn();
    createTyping(send).write("x".repeat(900));
    expect(send.mock.calls[0]![1]).toHaveLength(500);
  });
});
