import { describe, expect, it } from "vitest";
import { merge, reduce } from "../src/state/reducer";
import { unreadOf } from "../src/state/select";
import { conversation, message, session, state } from "./make";

const texts = (of: { messages: { content: { text?: string } }[] }) => of.messages.map((m) => m.content.text);

describe("merging messages", () => {
  it("keeps them in the order of their numbers, whatever order they come in", () => {
    const merged = merge([message(3)], [message(1), message(2)]);
    expect(merged.map((m) => m.seq)).toEqual([1, 2, 3]);
  });

  it("takes a newer state of a message and refuses an older one", () => {
    const edited = message(1, { rev: 3, content: { kind: "text", text: "edited" } });
    expect(texts({ messages: merge([message(1)], [edited]) })).toEqual(["edited"]);
    expect(texts({ messages: merge([edited], [message(1, { rev: 2 })]) })).toEqual(["edited"]);
  });

  it("is the same list when nothing is new, so that nothing is drawn", () => {
    const known = [message(1), message(2)];
    expect(merge(known, [message(2)])).toBe(known);
  });

  it("never shows a note or an event", () => {
    expect(merge([], [message(1, { visibility: "note" }), message(2, { visibility: "event" })])).toEqual([]);
  });
});

describe("events", () => {
  const talking = state({ conversation: conversation({ seq: 1 }), messages: [message(1)], typing: "Rui" });

  it("puts a stored message in the place of the waiting one", () => {
    const waiting = { created_ts: 1, text: "Hi", chat_id: "c1", msg_id: "w1" };
    const next = reduce(state({ ...talking, outbox: [waiting] }), {
      do: "events",
      events: [{ type: "message.created", message: message(2, { client_id: "w1", author: { kind: "contact" } }) }],
    });
    expect(next.outbox).toEqual([]);
    expect(next.messages.map((m) => m.seq)).toEqual([1, 2]);
  });

  it("ends the typing dots when the agent's message is there", () => {
    const next = reduce(talking, { do: "events", events: [{ type: "message.created", message: message(2) }] });
    expect(next.typing).toBeNull();
  });

  it("keeps the dots while the visitor's own message comes back", () => {
    const own = message(2, { author: { kind: "contact" } });
    expect(reduce(talking, { do: "events", events: [{ type: "message.created", message: own }] }).typing).toBe("Rui");
  });

  it("never takes a read mark back", () => {
    const read = state({ conversation: conversation({ seq: 4, agent_read: 4 }) });
    const next = reduce(read, {
      do: "events",
      events: [{ type: "widget.conversation", conversation: conversation({ seq: 4, agent_read: 0 }) }],
    });
    expect(next.conversation?.agent_read).toBe(4);
  });

  it("keeps the agent's face when a message moves the conversation on", () => {
    const known = state({ conversation: conversation({ seq: 1, agent: { name: "Rui" } }), messages: [message(1)] });
    const next = reduce(known, { do: "events", events: [{ type: "message.created", message: message(2) }] });
    expect(next.conversation).toMatchObject({ seq: 2, agent: { name: "Rui" } });
  });

  it("begins a new conversation below the earlier one", () => {
    const later = message(1, { conversation_id: "c2", at: "2026-02-01T00:00:00.000Z" });
    const next = reduce(talking, { do: "events", events: [{ type: "message.created", message: later }] });
    expect(next.conversation?.id).toBe("c2");
    expect(next.past.map((m) => m.conversation_id)).toEqual(["c1"]);
    expect(next.messages).toEqual([later]);
  });

  it("does not go back to an earlier conversation whose message changes late", () => {
    const late = message(7, { conversation_id: "c0", at: "2020-01-01T00:00:00.000Z" });
    const next = reduce(talking, { do: "events", events: [{ type: "message.updated", message: late }] });
    expect(next.conversation?.id).toBe("c1");
  });
});

describe("pages and sessions", () => {
  it("puts older messages above and remembers whether there are more", () => {
    const before = state({ conversation: conversation({ seq: 9 }), messages: [message(9)], more: true, older: "loading" });
    const page = { conversation: conversation({ seq: 9 }), messages: [message(7), message(8)], more: false };
    const next = reduce(before, { do: "page", page, older: true });
    expect(next.messages.map((m) => m.seq)).toEqual([7, 8, 9]);
    expect(next).toMatchObject({ more: false, older: "idle" });
  });

  it("does not forget that there is more above when the session is renewed", () => {
    const first = reduce(state(), { do: "session", session: session({ more: true }) });
    expect(first.more).toBe(true);
    expect(reduce(first, { do: "session", session: session({ more: false }) }).more).toBe(true);
  });
});

describe("unread messages", () => {
  it("are the agents' after the newest one seen, here or elsewhere", () => {
    const messages = [message(1), message(2, { author: { kind: "contact" } }), message(3), message(4)];
    const one = state({ conversation: conversation({ visitor_read: 1 }), messages });
    expect(unreadOf(one).map((m) => m.seq)).toEqual([3, 4]);
    expect(unreadOf(reduce(one, { do: "seen" }))).toEqual([]);
  });
});

describe("earlier conversations", () => {
  const past = (seq: number) => message(seq, { conversation_id: "c0" });

  it("are put above what is shown, and tell whether there is more", () => {
    const before = state({ conversation: conversation({ seq: 1 }), messages: [message(1)], earlier: true });
    const page = { conversation: conversation({ id: "c0" }), messages: [past(4), past(5)], more: true, earlier: true };
    const once = reduce(before, { do: "past", page });
    expect(once.past.map(({ seq }) => seq)).toEqual([4, 5]);
    expect([once.more, once.earlier, once.older]).toEqual([true, true, "idle"]);
    expect(once.conversation?.id).toBe("c1");
    const twice = reduce(once, {
      do: "past",
      page: { ...page, messages: [past(2), past(3)], more: false, earlier: false },
    });
    expect(twice.past.map(({ seq }) => seq)).toEqual([2, 3, 4, 5]);
    expect([twice.more, twice.earlier]).toEqual([false, false]);
  });

  it("stay where they are when another conversation begins", () => {
    const before = state({ conversation: conversation(), messages: [message(1)], past: [past(1)], more: true });
    const after = reduce(before, { do: "page", page: { conversation: conversation({ id: "c2" }), messages: [], more: false } });
    expect(after.past.map(({ conversation_id }) => conversation_id)).toEqual(["c0", "c1"]);
    expect(after.more).toBe(true);
  });
});
