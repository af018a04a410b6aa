import { describe, expect, test } from "vitest";
import type { ConversationView, MessageView } from "../src/generated";
import {
  addPending,
  bumpRow,
  emptyThread,
  failPending,
  holeAfter,
  mergeMessages,
  newestSeq,
  replaceRow,
  unread,
  type Pending,
} from "../src/thread";

const message = (seq: number, over: Partial<MessageView> = {}): MessageView => ({
  conversation_id: "c1",
  seq,
  author: { kind: "contact", id: "p1", name: "Ana" },
  content: { kind: "text", text: `words ${seq}` },
  visibility: "public",
  at: `2026-01-01T10:00:0${seq}.000Z`,
  inbound: seq,
  ...over,
});

const row = (over: Partial<ConversationView> = {}): ConversationView => ({
  id: "c1",
  channel_id: "ch1",
  channel_kind: "telegram",
  contact_id: "p1",
  contact_name: "Ana",
  status: "open",
  opened_at: "2026-01-01T09:00:00.000Z",
  last_at: "2026-01-01T09:00:00.000Z",
  seq: 3,
  inbound: 2,
  last: { seq: 3 },
  version: 5,
  ...over,
});

const pending = (clientId: string): Pending => ({
  client_id: clientId,
  message: message(0, { client_id: clientId, author: { kind: "agent", id: "me" } }),
  state: "sending",
  reason: "",
});

describe("merging messages", () => {
  test("messages that come out of order stand in order, each once", () => {
    const once = mergeMessages(emptyThread, [message(2), message(1)]);
    const twice = mergeMessages(once, [message(3), message(2), message(1)]);
    expect(twice.messages.map((m) => m.seq)).toEqual([1, 2, 3]);
  });

  test("a message is replaced only by a higher rev", () => {
    const held = mergeMessages(emptyThread, [message(1, { rev: 2 })]);
    const older = message(1, { rev: 1, content: { kind: "text", text: "old" } });
    const same = message(1, { rev: 2, content: { kind: "text", text: "same" } });
    const newer = message(1, { rev: 3, content: { kind: "text", text: "new" } });
    expect(mergeMessages(held, [older])).toBe(held);
    expect(mergeMessages(held, [same])).toBe(held);
    expect(mergeMessages(held, [newer]).messages[0]!.content.text).toBe("new");
  });

  test("a stored message takes the place of the one shown at once", () => {
    const shown = addPending(emptyThread, pending("client-1"));
    const stored = mergeMessages(shown, [message(1, { client_id: "client-1" })]);
    expect(stored.pending).toEqual([]);
    expect(stored.messages).toHaveLength(1);
  });

  test("a pending message whose stored form came first is not shown again", () => {
    const stored = mergeMessages(emptyThread, [message(1, { client_id: "client-1" })]);
    expect(addPending(stored, pending("client-1")).pending).toEqual([]);
  });

  test("a failed message stays, with its reason, and a retry replaces it", () => {
    const failed = failPending(addPending(emptyThread, pending("client-1")), "client-1", "no network");
    expect(failed.pending[0]).toMatchObject({ state: "failed", reason: "no network" });
    const retried = addPending(failed, pending("client-1"));
    expect(retried.pending).toHaveLength(1);
    expect(retried.pending[0]!.state).toBe("sending");
  });
});

describe("holes", () => {
  test.each([
    { seqs: [], hole: null },
    { seqs: [4, 5, 6], hole: null },
    { seqs: [4, 6], hole: 4 },
    { seqs: [1, 2, 5, 9], hole: 2 },
  ])("of $seqs the hole is after $hole", ({ seqs, hole }) => {
    expect(holeAfter(mergeMessages(emptyThread, seqs.map((seq) => message(seq))))).toBe(hole);
  });

  test("the newest seq is the cursor for catching up", () => {
    expect(newestSeq(emptyThread)).toBe(0);
    expect(newestSeq(mergeMessages(emptyThread, [message(7), message(4)]))).toBe(7);
  });
});

describe("the list's row", () => {
  test("what a blocked contact writes moves nothing but the number", () => {
    const before = row();
    const after = bumpRow(before, message(4, { inbound: before.inbound }));
    expect(after).toEqual({ ...before, seq: 4, last: { ...before.last, seq: 4 } });
    expect(unread(after, "me")).toBe(unread(before, "me"));
  });

  test("a contact's message moves the row and starts the wait", () => {
    const moved = bumpRow(row(), message(4, { inbound: 3 }));
    expect(moved).toMatchObject({ seq: 4, inbound: 3, last_at: message(4).at });
    expect(moved.waiting_since).toBe(message(4).at);
    expect(moved.last.text).toBe("words 4");
  });

  test("a quiet line leaves the last words where they are", () => {
    const quiet = message(5, { visibility: "event", content: { kind: "event", event: "conversation.tagged" } });
    const said = bumpRow(row(), message(4));
    expect(bumpRow(said, quiet).last).toEqual({ ...said.last, seq: 5, at: quiet.at });
    expect(bumpRow(row(), quiet).last.text).toBe("conversation.tagged");
  });

  test("a second unanswered message does not restart the wait", () => {
    const waiting = row({ waiting_since: "2026-01-01T08:00:00.000Z" });
    expect(bumpRow(waiting, message(4)).waiting_since).toBe("2026-01-01T08:00:00.000Z");
  });

  test.each([
    { kind: "agent", visibility: "public", after: null },
    { kind: "bot", visibility: "public", after: null },
    { kind: "agent", visibility: "note", after: "t" },
    { kind: "system", visibility: "event", after: "t" },
  ] as const)("a $visibility of a $kind leaves the wait at $after", ({ kind, visibility, after }) => {
    const reply = message(4, { author: { kind }, visibility });
    expect(bumpRow(row({ waiting_since: "t" }), reply).waiting_since).toBe(after);
  });

  test("an older message changes nothing", () => {
    const held = row();
    expect(bumpRow(held, message(3))).toBe(held);
  });

  test("the preview is cut at 120 characters, on one line", () => {
    const long = message(4, { content: { kind: "text", text: `a\nb ${"é".repeat(200)}` } });
    const { text } = bumpRow(row(), long).last;
    expect(text).toHaveLength(120);
    expect(text).toMatch(/^a b é/);
  });

  test("a newer row replaces the held one", () => {
    expect(replaceRow(row(), row({ version: 6, status: "resolved" })).status).toBe("resolved");
    expect(replaceRow(undefined, row()).id).toBe("c1");
  });

  test("an older row does not", () => {
    expect(replaceRow(row(), row({ version: 4, status: "resolved" })).status).toBe("open");
    expect(replaceRow(row(), row({ seq: 2, status: "resolved" })).status).toBe("open");
  });

  test("a newer row that knows fewer messages keeps what is known of them", () => {
    const held = row({ seq: 9, inbound: 7, last: { seq: 9, text: "newest" } });
    const incoming = row({ version: 6, status: "resolved", seq: 8, inbound: 6, last: { seq: 8 } });
    expect(replaceRow(held, incoming)).toMatchObject({
      status: "resolved",
      seq: 9,
      inbound: 7,
      last: { text: "newest" },
    });
  });

  test("what this screen marked as read stays read", () => {
    const held = row({ reads: { me: 2, other: 1 } });
    expect(replaceRow(held, row({ version: 6, reads: { me: 1, other: 2 } })).reads).toEqual({
      me: 2,
      other: 2,
    });
  });

  test("unread is what the contact wrote since the agent last read", () => {
    expect(unread(row({ inbound: 5, reads: { me: 3 } }), "me")).toBe(2);
    expect(unread(row({ inbound: 5 }), "me")).toBe(5);
    expect(unread(row({ inbound: 1, reads: { me: 3 } }), "me")).toBe(0);
  });
});
