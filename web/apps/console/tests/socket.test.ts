import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { connect, type Connection } from "../src/live/socket";

class FakeSocket {
  readyState = 0;
  sent: string[] = [];
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;
  send(text: string) {
    this.sent.push(text);
  }
  close() {
    this.readyState = 3;
    this.onclose?.();
  }
  opens() {
    this.readyState = 1;
    this.onopen?.();
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function harness(ticket = vi.fn(async () => "ws://one")) {
  const sockets: FakeSocket[] = [];
  const states: Connection[] = [];
  const onEvents = vi.fn();
  const socket = connect({
    ticket,
    open: () => {
      const made = new FakeSocket();
      sockets.push(made);
      return made as unknown as WebSocket;
    },
    onEvents,
    onConnection: (state) => void states.push(state),
    chance: () => 1,
  });
  await vi.advanceTimersByTimeAsync(0);
  return { socket, sockets, states, onEvents, ticket };
}

describe("the socket", () => {
  test("opens with a ticket and hands events on", async () => {
    const { sockets, states, onEvents } = await harness();
    sockets[0]!.opens();
    sockets[0]!.onmessage!({ data: '{"type":"events","events":[{"type":"viewing"}]}' });
    expect(states).toEqual(["connecting", "open"]);
    expect(onEvents).toHaveBeenCalledWith([{ type: "viewing" }]);
  });

  test("comes back by itself with a new ticket, waiting longer each time", async () => {
    const ticket = vi.fn(async () => "ws://one");
    const { sockets } = await harness(ticket);
    sockets[0]!.opens();
    sockets[0]!.close();
    await vi.advanceTimersByTimeAsync(499);
    expect(ticket).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(ticket).toHaveBeenCalledTimes(2);
    sockets[1]!.close();
    await vi.advanceTimersByTimeAsync(999);
    expect(ticket).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(ticket).toHaveBeenCalledTimes(3);
  });

  test("one that never opens is given up for another", async () => {
    const { socket, sockets, states } = await harness();
    socket.wake();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(states).toEqual(["connecting", "lost"]);
    await vi.advanceTimersByTimeAsync(500);
    sockets[1]!.opens();
    expect(states.at(-1)).toBe("open");
  });

  test("a ticket that cannot be had is asked for again", async () => {
    const ticket = vi.fn().mockRejectedValueOnce(new Error("down")).mockResolvedValue("ws://one");
    const { sockets, states } = await harness(ticket);
    expect(states).toEqual(["connecting", "lost"]);
    await vi.advanceTimersByTimeAsync(500);
    expect(sockets).toHaveLength(1);
  });

  test("pings every five minutes, and takes silence for a loss", async () => {
    const { sockets, states } = await harness();
    sockets[0]!.opens();
    await vi.advanceTimersByTimeAsync(5 * 60_000);
    expect(sockets[0]!.sent).toEqual(['{"type":"ping"}']);
    sockets[0]!.onmessage!({ data: '{"type":"pong"}' });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(states.at(-1)).toBe("open");
    await vi.advanceTimersByTimeAsync(5 * 60_000);
    expect(states).toContain("lost");
  });

  test("the network's going is acted on at once, and its return too", async () => {
    const { socket, sockets, states } = await harness();
    sockets[0]!.opens();
    socket.drop();
    expect(states.at(-1)).toBe("lost");
    socket.wake();
    await vi.advanceTimersByTimeAsync(0);
    expect(sockets).toHaveLength(2);
  });

  test("closed for good, it stays closed", async () => {
    const { socket, sockets, ticket } = await harness();
    sockets[0]!.opens();
    socket.close();
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(ticket).toHaveBeenCalledTimes(1);
  });
});
