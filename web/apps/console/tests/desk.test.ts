import type { MentionView, ServerEvent } from "@tertulia/protocol";
import { describe, expect, test } from "vitest";
import { isNews } from "../src/live/deskNotices";
import { newestFirst, putMentions, unreadIn, unreadMentions } from "../src/live/mentions";
import { applyEvent, dropOldTyping, emptyState } from "../src/live/state";
import { contactTypes, typingIn } from "../src/live/typing";
import { lookers } from "../src/live/viewing";
import { repliedMeanwhile } from "../src/rules/collision";
import { mentionPieces, mentionsIn, typedMention } from "../src/rules/mentions";
import { offersTo, secondsLeft } from "../src/rules/offers";
import { message, row } from "./make";

const BEN = { id: "ben", name: "Ben" };
const LONG = { id: "long", name: "Ben Carter" };
const JOSE = { id: "jose", name: "José" };
const AT = Date.UTC(2026, 0, 1, 12);

const mention = (seq: number, over: Partial<MentionView> = {}): MentionView => ({
  conversation_id: "c",
  seq,
  at: new Date(AT + seq * 1000).toISOString(),
  author_name: "Rui",
  text: "@Ben look",
  ...over,
});

describe("names in a note", () => {
  test.each([
    ["@Ben look", ["ben"]],
    ["look, @ben.", ["ben"]],
    ["@Ben Carter and @José", ["long", "jose"]],
    ["@Ben @Ben", ["ben"]],
    ["mail ben@Ben.example", []],
    ["@Benjamin", []],
    ["@", []],
    ["Ben", []],
  ])("%s", (text, ids) => {
    expect(mentionsIn(text, [BEN, LONG, JOSE])).toEqual(ids);
  });

  test("the text is cut where a colleague stands, and nothing of it is lost", () => {
    const text = "<b>@José</b> and @nobody";
    const pieces = mentionPieces(text, [JOSE]);
    expect(pieces.map(({ text }) => text).join("")).toBe(text);
    expect(pieces.filter(({ kind }) => kind === "mention")).toEqual([{ kind: "mention", text: "@José" }]);
  });

  test.each([
    ["@", 1, ""],
    ["hi @Be", 6, "Be"],
    ["hi @Ben Ca", 10, "Ben Ca"],
    ["mail a@b", 8, null],
    ["@Ben\nnext", 9, null],
    ["@ then", 6, null],
    ["no", 2, null],
  ])("typed: %s", (text, caret, query) => {
    expect(typedMention(text, caret)?.query ?? null).toBe(query);
  });
});

describe("mentions", () => {
  const told = (seq: number, over: Partial<MentionView> = {}): ServerEvent => ({
    type: "mention.changed",
    mention: mention(seq, over),
  });

  test("the same one twice, and late, changes nothing that was read", () => {
    let state = applyEvent(emptyState, told(1), AT);
    state = applyEvent(state, told(1, { read: true }), AT);
    const again = applyEvent(state, told(1), AT);
    expect(again.mentions).toBe(state.mentions);
    expect(unreadMentions(again.mentions)).toEqual([]);
  });

  test("newest first; unread by conversation", () => {
    const held = putMentions({}, [mention(1), mention(3), mention(2, { conversation_id: "d", read: true })]);
    expect(newestFirst(held).map(({ seq }) => seq)).toEqual([3, 2, 1]);
    expect([unreadIn(held, "c"), unreadIn(held, "d")]).toEqual([true, false]);
  });

  test("news is what was neither heard nor read, and not long ago", () => {
    expect(isNews(mention(1), emptyState, "", AT)).toBe(true);
    expect(isNews(mention(1, { read: true }), emptyState, "", AT)).toBe(false);
    expect(isNews(mention(1), { ...emptyState, mentions: putMentions({}, [mention(1)]) }, "", AT)).toBe(false);
    expect(isNews(mention(1), emptyState, "", AT + 3_600_000)).toBe(false);
    expect(isNews(mention(1), emptyState, "c", AT)).toBe(false);
  });
});

describe("who is here, and who types", () => {
  const types = (author_id: string, over = {}): ServerEvent => ({
    type: "typing",
    conversation_id: "c",
    author_kind: "agent",
    author_id,
    ...over,
  });

  test("two type at once; each ends by himself", () => {
    let state = applyEvent(emptyState, types("ben"), 1000);
    state = applyEvent(state, types("ann", { author_kind: "contact" }), 1000);
    expect(Object.keys(typingIn(state.typing, "c"))).toEqual(["ben", "ann"]);
    expect(contactTypes(state.typing, "c")).toBe(true);
    state = applyEvent(state, { type: "message.created", message: message(1) }, 1001);
    expect(Object.keys(typingIn(state.typing, "c"))).toEqual(["ben"]);
    const reply = message(2, { author: { kind: "agent", id: "ben" } });
    state = applyEvent(state, { type: "message.created", message: reply }, 1002);
    expect(state.typing).toEqual({});
  });

  test("a look lasts as long as it is repeated", () => {
    const looks: ServerEvent = { type: "viewing", agent_id: "ben", conversation_id: "c" };
    let state = applyEvent(emptyState, looks, 0);
    state = applyEvent(state, looks, 240_000);
    expect(lookers(dropOldTyping(state, 310_000).viewing, "c")).toEqual(["ben"]);
    expect(lookers(dropOldTyping(state, 560_000).viewing, "c")).toEqual([]);
    expect(lookers(applyEvent(state, { ...looks, conversation_id: "" }, 0).viewing, "c")).toEqual([]);
  });
});

describe("a colleague's reply meanwhile", () => {
  const reply = (seq: number, id: string, over = {}) => message(seq, { author: { kind: "agent", id }, ...over });

  test.each([
    ["another's, after the draft began", [reply(3, "ben")], 3],
    ["before it began", [reply(2, "ben")], undefined],
    ["one's own", [reply(3, "me")], undefined],
    ["a note", [reply(3, "ben", { visibility: "note" })], undefined],
    ["the contact's", [message(3)], undefined],
  ])("%s", (_, messages, seq) => {
    expect(repliedMeanwhile(messages, "me", 2)?.seq).toBe(seq);
  });
});

describe("offers", () => {
  const offered = (id: string, seconds: number, to = "me") =>
    row(id, { offered_to: to, offered_until: new Date(AT + seconds * 1000).toISOString() });

  test("those that stand, the most pressing first", () => {
    const rows = [offered("late", 50), offered("soon", 5), offered("over", -1), offered("other", 30, "ben"), row("none")];
    expect(offersTo(rows, "me", AT).map(({ id }) => id)).toEqual(["soon", "late"]);
    expect(secondsLeft(rows[1]!, AT + 4_200)).toBe(1);
    expect(secondsLeft(rows[4]!, AT)).toBe(0);
  });
});
