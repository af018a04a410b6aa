import type { ServerEvent } from "@tertulia/protocol";
import { describe, expect, test } from "vitest";
import {
  applyEvent,
  dropOldTyping,
  emptyState,
  expectThread,
  forgetThreads,
  missingAfter,
  putContact,
  putDetail,
  putMessages,
  putRows,
  type LiveState,
} from "../src/live/state";
import { contact, message, row } from "./make";

const opened = (seqs: number[], head = row("c", { seq: seqs.at(-1) ?? 0 })): LiveState =>
  putDetail(
    expectThread(emptyState, "c"),
    { conversation: head, messages: seqs.map((seq) => message(seq)), more: false, contact: contact("p") },
    1,
  );
const created = (seq: number): ServerEvent => ({ type: "message.created", message: message(seq) });
const seqs = (state: LiveState) => state.threads.c?.messages.map(({ seq }) => seq);

describe("events", () => {
  test("a new message joins the open conversation and moves its row", () => {
    const state = applyEvent(opened([1, 2]), created(3), 9);
    expect(seqs(state)).toEqual([1, 2, 3]);
    expect(state.rows.c).toMatchObject({ seq: 3, last: { text: "words 3" } });
  });

  test("a message of a conversation that was never opened does not make it look loaded", () => {
    const state = applyEvent(putRows(emptyState, [row("c")], 1), created(2), 9);
    expect(state.threads.c).toBeUndefined();
    expect(state.rows.c!.seq).toBe(2);
  });

  test("a message that comes while the page is on its way is kept", () => {
    const waiting = applyEvent(expectThread(emptyState, "c"), created(3), 9);
    const state = putDetail(
      waiting,
      { conversation: row("c", { seq: 2 }), messages: [message(1), message(2)], more: false, contact: contact("p") },
      10,
    );
    expect(seqs(state)).toEqual([1, 2, 3]);
  });

  test("the same event twice changes nothing", () => {
    const once = applyEvent(opened([1]), created(2), 9);
    const twice = applyEvent(once, created(2), 10);
    expect(seqs(twice)).toEqual([1, 2]);
    expect(twice.rows.c).toEqual(once.rows.c);
  });

  test("the contact's message ends his typing; an old typing ends by itself", () => {
    const typing: ServerEvent = { type: "typing", conversation_id: "c", author_kind: "contact", author_id: "p", text: "he" };
    const shown = applyEvent(opened([1]), typing, 1000);
    expect(shown.typing.c?.p?.text).toBe("he");
    expect(applyEvent(shown, created(2), 1001).typing.c).toBeUndefined();
    expect(dropOldTyping(shown, 6999).typing.c).toBeDefined();
    expect(dropOldTyping(shown, 7001).typing.c).toBeUndefined();
    expect(applyEvent(shown, { ...typing, on: false }, 1002).typing.c).toBeUndefined();
  });

  test("who goes offline looks at nothing", () => {
    const looking = applyEvent(emptyState, { type: "viewing", agent_id: "a", conversation_id: "c" }, 1);
    expect(looking.viewing.a?.conversation).toBe("c");
    expect(applyEvent(looking, { type: "presence", agent_id: "a", presence: "offline" }, 2).viewing.a).toBeUndefined();
  });

  test("an older contact does not replace a newer one", () => {
    const state = putContact(emptyState, contact("p", { version: 3, name: "new" }));
    expect(putContact(state, contact("p", { version: 2, name: "old" })).contacts.p!.name).toBe("new");
  });
});

describe("what is missing", () => {
  test("a hole is asked for from its lower edge", () => {
    expect(missingAfter(applyEvent(opened([1, 2]), created(5), 9), "c")).toBe(2);
  });
  test("messages that only the row tells of are asked for", () => {
    const state = putRows(opened([1, 2]), [row("c", { seq: 4, version: 2 })], 9);
    expect(missingAfter(state, "c")).toBe(2);
    expect(missingAfter(putMessages(state, "c", [message(3), message(4)]), "c")).toBeNull();
  });
  test("nothing is asked for a conversation that is not loaded", () => {
    expect(missingAfter(putRows(emptyState, [row("c", { seq: 4 })], 9), "c")).toBeNull();
  });
  test("the newest page after a long absence leaves a hole, which is seen", () => {
    const state = putDetail(
      opened([1, 2, 3]),
      { conversation: row("c", { seq: 90, version: 2 }), messages: [message(89), message(90)], more: true, contact: contact("p") },
      9,
    );
    expect(missingAfter(state, "c")).toBe(3);
    expect(state.threads.c!.more).toBe(false); // the beginning is still held
  });
});

test("after a reconnection only the shown conversation is kept, and what waits to be sent", () => {
  const unsent = { client_id: "x", message: message(0), state: "failed", reason: "no network" } as const;
  const state: LiveState = {
    ...opened([1]),
    threads: {
      ...opened([1]).threads,
      other: { messages: [message(1)], pending: [], more: false },
      waiting: { messages: [message(1)], pending: [unsent], more: false },
    },
  };
  const after = forgetThreads(state, "c");
  expect(Object.keys(after.threads).sort()).toEqual(["c", "waiting"]);
  expect(after.threads.waiting).toMatchObject({ messages: [], pending: [unsent] });
  expect(Object.keys(after.loaded)).toEqual(["c"]);
});
