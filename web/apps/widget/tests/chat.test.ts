/** The chat itself: who it speaks for, and what it fetches upward. */
import type { WidgetSession } from "@tertulia/protocol";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Boot } from "../src/boot";
import { Chat } from "../src/chat";
import { createBasis } from "../src/storage/keeper";
import { conversation, message, session } from "./make";

let asked: { path: string; body: Record<string, unknown> }[];
let answers: Record<string, unknown>;
let status: Record<string, number>;

beforeEach(() => {
  localStorage.clear();
  vi.stubGlobal("__PARTS__", {});
  asked = [];
  status = {};
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    const path = url.slice("https://api/widget/".length);
    asked.push({ path, body: init.body ? JSON.parse(`${init.body as string}`) : {} });
    const answer = structuredClone(answers[path] ?? null);
    return new Response(JSON.stringify(answer), { status: status[path] ?? 200 });
  });
});
afterEach(() => vi.unstubAllGlobals());

const anonymous = session({ token: "t-anon", contact: { id: "p-anon" } });
const signed = (user: string): WidgetSession =>
  session({ token: `t-${user}`, contact: { id: `p-${user}`, user_id: user } });

function begin(first: WidgetSession): Chat {
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  const boot = {
    channel: "ch",
    api: "https://api",
    host,
    root,
    keeper: createBasis("ch"),
    options: {},
    visit: () => ({}),
    session: Promise.resolve(first),
    calls: [],
    adopt: vi.fn(),
    fetch: () => document.createElement("script"),
  } as unknown as Boot;
  return new Chat(boot);
}

const wait = (item: string, chat: Chat) =>
  chat.keeper.set("outbox", { created_ts: 1, text: "Mine", chat_id: "", msg_id: item }, item);

describe("another user", () => {
  it("sees nothing of the one before, and sends nothing in his name", async () => {
    const chat = begin({ ...signed("u1"), conversation: conversation({ seq: 1 }), messages: [message(1)] });
    status["messages"] = 503; // what waits cannot go out
    wait("w-00000001", chat);
    await chat.start();
    chat.keeper.set("draft", "half a word");
    expect(chat.state.messages).toHaveLength(1);
    expect(chat.state.outbox).toHaveLength(1);
    answers = { "ch/session": signed("u2") };
    await chat.identify({ id: "u2", signature: "s2" });
    expect(asked.at(-1)).toMatchObject({ path: "ch/session", body: { user: { id: "u2", signature: "s2" } } });
    expect(chat.state.contact?.id).toBe("p-u2");
    expect(chat.state.conversation).toBeNull();
    expect([...chat.state.messages, ...chat.state.past, ...chat.state.outbox]).toEqual([]);
    expect(chat.keeper.get("draft")).toBeNull();
    chat.destroy();
  });

  it("keeps what a stranger wrote before he signed in", async () => {
    const chat = begin(anonymous);
    status["messages"] = 503;
    wait("w-00000001", chat);
    await chat.start();
    answers = { "ch/session": signed("u1") };
    await chat.identify({ id: "u1", signature: "s1" });
    expect(chat.state.outbox).toHaveLength(1);
    await chat.identify({ id: "u1", signature: "s1" }); // said again, nothing happens
    expect(asked.filter(({ path }) => path === "ch/session")).toHaveLength(1);
    chat.destroy();
  });

  it("is a stranger after clearHistory", async () => {
    const chat = begin(signed("u1"));
    await chat.start();
    answers = { "ch/session": anonymous };
    await chat.forget();
    const body = asked.at(-1)!.body;
    expect([body.token, body.user]).toEqual(["", {}]);
    expect(chat.state.contact?.id).toBe("p-anon");
    chat.destroy();
  });

  it("whom the site does not serve sees nothing, until he is vouched for", async () => {
    const chat = begin(anonymous);
    chat.boot.session = Promise.reject(new Response(null, { status: 403 }));
    chat.keeper.set("look", anonymous.config);
    await chat.start();
    expect([chat.state.config, chat.state.link]).toEqual([null, "refused"]);
    answers = { "ch/session": signed("u1") };
    await chat.identify({ id: "u1", signature: "s1" });
    expect(chat.state.config?.name).toBe("Shop");
    chat.destroy();
  });
});

describe("reading upward", () => {
  it("goes from this conversation to the ones before it, a page at a time", async () => {
    const chat = begin({
      ...anonymous,
      conversation: conversation({ seq: 9 }),
      messages: [message(8), message(9)],
      more: true,
      earlier: true,
    });
    await chat.start();
    const old = (seq: number) => message(seq, { conversation_id: "c0" });
    answers = {
      "messages?before=8": { conversation: conversation({ seq: 9 }), messages: [message(7)], more: false, earlier: true },
      "messages?earlier=c1": { conversation: null, messages: [old(5)], more: true, earlier: false },
      "messages?of=c0&before=5": { conversation: null, messages: [old(4)], more: false, earlier: false },
    };
    for (let turn = 0; turn < 5; turn++) await chat.loadOlder();
    expect(asked.map(({ path }) => path).filter((path) => path.startsWith("messages?"))).toEqual(Object.keys(answers));
    expect([...chat.state.past, ...chat.state.messages].map(({ seq }) => seq)).toEqual([4, 5, 7, 8, 9]);
    chat.destroy();
  });
});
