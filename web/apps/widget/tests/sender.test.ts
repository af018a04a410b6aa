import type { WidgetSendResult } from "@tertulia/protocol";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Refused } from "../src/net/client";
import { delay } from "../src/net/backoff";
import { underLease } from "../src/parts/lease";
import { list, newId, put, type Waiting } from "../src/outbox/outbox";
import { Sender, type SenderPorts } from "../src/outbox/sender";
import { createKeeper } from "../src/storage/whole";
import { conversation, message } from "./make";

const item = (n: number): Waiting => ({ created_ts: n, text: `Text ${n}`, chat_id: "", msg_id: `w${n}` });

function setup(post: SenderPorts["post"]) {
  const keeper = createKeeper("ch");
  keeper.allow(true);
  const sent: string[] = [];
  const ports: SenderPorts = {
    keeper,
    post: vi.fn(post),
    alone: (task) => task(),
    changed: vi.fn(),
    sent: (result) => sent.push(result.message.client_id!),
    lost: vi.fn(),
  };
  return { keeper, sent, ports, sender: new Sender(ports) };
}

const stored = async (one: Waiting): Promise<WidgetSendResult> => ({
  message: message(1, { client_id: one.msg_id }),
  conversation: conversation(),
});

beforeEach(() => {
  localStorage.clear();
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

describe("the sender", () => {
  it("sends in the order of writing, one after the other, and forgets what is stored", async () => {
    const { keeper, sent, sender } = setup(stored);
    put(keeper, item(2));
    put(keeper, item(1));
    sender.add(item(3));
    await vi.runAllTimersAsync();
    expect(sent).toEqual(["w1", "w2", "w3"]);
    expect(list(keeper)).toEqual([]);
  });

  it("keeps what could not be sent, says so, and tries again later", async () => {
    let broken = true;
    const { keeper, sent, ports, sender } = setup((one) =>
      broken ? Promise.reject(new TypeError("Failed to fetch")) : stored(one),
    );
    sender.add(item(1));
    sender.add(item(2));
    await vi.advanceTimersByTimeAsync(0);
    expect(ports.lost).toHaveBeenCalled();
    expect(list(keeper).map((one) => one.msg_id)).toEqual(["w1", "w2"]);
    broken = false;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toEqual(["w1", "w2"]);
  });

  it("waits as long as the server asks", async () => {
    let calls = 0;
    const { sent, sender } = setup((one) =>
      calls++ ? stored(one) : Promise.reject(new Refused(429, "Slow down", 30_000)),
    );
    sender.add(item(1));
    await vi.advanceTimersByTimeAsync(29_000);
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(sent).toEqual(["w1"]);
  });

  it("sets a refused message aside with its reason and goes on with the next", async () => {
    const { keeper, sent, sender } = setup((one) =>
      one.msg_id === "w1" ? Promise.reject(new Refused(422, "Too long")) : stored(one),
    );
    sender.add(item(1));
    sender.add(item(2));
    await vi.runAllTimersAsync();
    expect(sent).toEqual(["w2"]);
    expect(list(keeper)).toMatchObject([{ msg_id: "w1", error: "Too long" }]);
    sender.remove("w1");
    expect(list(keeper)).toEqual([]);
  });

  it("sends what another tab wrote meanwhile", async () => {
    const { keeper, sent, sender } = setup(async (one) => {
      if (one.msg_id === "w1") put(keeper, item(2));
      return stored(one);
    });
    sender.add(item(1));
    await vi.runAllTimersAsync();
    expect(sent).toEqual(["w1", "w2"]);
  });

  it("sends nothing more once it is stopped", async () => {
    const { sent, sender } = setup(() => Promise.reject(new TypeError()));
    sender.add(item(1));
    await vi.advanceTimersByTimeAsync(0);
    sender.stop();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(sent).toEqual([]);
  });
});

describe("several tabs without Web Locks", () => {
  it("take turns", async () => {
    vi.stubGlobal("navigator", { locks: undefined });
    const [one, other] = [createKeeper("ch"), createKeeper("ch")];
    one.allow(true);
    other.allow(true);
    const steps: string[] = [];
    const task = (name: string) => async () => {
      steps.push(`${name} begins`);
      await new Promise((done) => setTimeout(done, 700));
      steps.push(`${name} ends`);
    };
    const both = Promise.all([underLease(one, "one", task("one")), underLease(other, "other", task("other"))]);
    await vi.runAllTimersAsync();
    await both;
    expect(steps).toHaveLength(4);
    expect(steps[1]).toBe(steps[0]!.replace("begins", "ends"));
    vi.unstubAllGlobals();
  });
});

describe("waiting", () => {
  it("doubles up to a minute, half of it by chance", () => {
    expect([0, 1, 2, 10].map((tries) => delay(tries, () => 1))).toEqual([1000, 2000, 4000, 60_000]);
    expect(delay(3, () => 0)).toBe(4000);
  });

  it("names messages as the server wants them", () => {
    const id = newId(Date.now(), (bytes) => crypto.getRandomValues(bytes));
    expect(id).toMatch(/^[A-Za-z0-9_-]{8,64}$/);
    expect(newId(1, (bytes) => bytes)).not.toBe(newId(2, (bytes) => bytes));
  });
});
