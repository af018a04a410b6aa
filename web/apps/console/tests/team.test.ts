import type { BroadcastView, ServerEvent, TeamMessageView, TeamRoomView } from "@tertulia/protocol";
import { describe, expect, test } from "vitest";
import { mentionAt, mentionPieces, mentionsIn, suggest } from "../src/features/team/mentions";
import {
  applyTeamEvent,
  changeRoomThread,
  emptyRoomThread,
  emptyTeam,
  listed,
  mergeTeamMessages,
  missingIn,
  putOverview,
  typingIn,
  unreadBroadcasts,
  unreadOf,
  type TeamState,
} from "../src/live/team";

const ME = "ana";

const room = (id: string, over: Partial<TeamRoomView> = {}): TeamRoomView => ({
  id,
  kind: "group",
  name: id,
  members: ["ana", "rui"],
  created_at: "2026-01-01T09:00:00.000Z",
  seq: 0,
  version: 0,
  last: { seq: 0 },
  reads: {},
  ...over,
});

const line = (seq: number, over: Partial<TeamMessageView> = {}): TeamMessageView => ({
  room_id: "r",
  seq,
  author_id: "rui",
  author_name: "Rui",
  at: new Date(Date.UTC(2026, 0, 1, 12, 0, seq)).toISOString(),
  text: `words ${seq}`,
  client_id: `client-${seq}`,
  rev: 0,
  ...over,
});

const news = (id: string, over: Partial<BroadcastView> = {}): BroadcastView => ({
  id,
  title: id,
  author_id: "olga",
  at: "2026-01-01T09:00:00.000Z",
  until: "2026-01-08T09:00:00.000Z",
  reads: {},
  ...over,
});

const opened = (seqs: number[], over: Partial<TeamRoomView> = {}): TeamState =>
  changeRoomThread(
    putOverview(emptyTeam, { rooms: [room("r", { seq: seqs.at(-1) ?? 0, ...over })], broadcasts: [] }),
    "r",
    () => ({ ...emptyRoomThread, messages: seqs.map((seq) => line(seq)), loaded: true }),
  );

const told = (state: TeamState, event: ServerEvent, now = 1000) => applyTeamEvent(state, event, ME, now);
const seqs = (state: TeamState) => state.threads.r?.messages.map(({ seq }) => seq);

describe("rooms", () => {
  test("a message joins its room, moves it and is unread", () => {
    const state = told(opened([1, 2], { reads: { ana: 2 } }), { type: "team.message", message: line(3) });
    expect(seqs(state)).toEqual([1, 2, 3]);
    expect(state.rooms.r).toMatchObject({ seq: 3, last: { text: "words 3" } });
    expect(unreadOf(state, ME)).toBe(1);
  });

  test("the same message twice changes nothing; what I wrote elsewhere is read", () => {
    const mine: ServerEvent = { type: "team.message", message: line(2, { author_id: ME }) };
    const once = told(opened([1], { reads: { ana: 1 } }), mine);
    const twice = told(once, mine);
    expect(seqs(twice)).toEqual([1, 2]);
    expect(unreadOf(twice, ME)).toBe(0);
  });

  test("an edit replaces, an older revision does not", () => {
    const edited = told(opened([1, 2]), { type: "team.message", message: line(2, { rev: 1, text: "new" }) });
    expect(edited.rooms.r!.last!.text).toBe("new");
    const late = told(edited, { type: "team.message", message: line(2, { rev: 0, text: "old" }) });
    expect(late.threads.r!.messages[1]!.text).toBe("new");
  });

  test("a hole is known, and so is less than the room tells of", () => {
    expect(missingIn(told(opened([1, 2]), { type: "team.message", message: line(4) }), "r")).toBe(2);
    expect(missingIn(opened([1, 2], { seq: 5 }), "r")).toBe(2);
    expect(missingIn(opened([1, 2]), "r")).toBeNull();
    expect(missingIn(putOverview(emptyTeam, { rooms: [room("r", { seq: 5 })], broadcasts: [] }), "r")).toBeNull();
  });

  test("a stored message takes the place of the one that was on its way, only if I wrote it", () => {
    const body = { client_id: "client-3", text: "words 3" };
    const waiting = { ...emptyRoomThread, pending: [{ body, at: "", state: "waiting" as const, reason: "" }] };
    expect(mergeTeamMessages(waiting, [line(3)], ME).pending).toHaveLength(1);
    expect(mergeTeamMessages(waiting, [line(3, { author_id: ME })], ME).pending).toHaveLength(0);
  });

  test("a room that I left is gone, with what was said there", () => {
    const state = told(opened([1]), { type: "team.room", room: room("r", { members: ["rui"], version: 1, seq: 2 }) });
    expect(state.rooms.r).toBeUndefined();
    expect(state.threads.r).toBeUndefined();
  });

  test("an older state of a room does not undo a newer one", () => {
    const newer = told(opened([1]), { type: "team.room", room: room("r", { name: "Day", version: 2, seq: 3 }) });
    const state = told(newer, { type: "team.room", room: room("r", { name: "Night", version: 1, seq: 2 }) });
    expect(state.rooms.r).toMatchObject({ name: "Day", version: 2, seq: 3 });
  });

  test("reading goes forward only", () => {
    const read = (seq: number): ServerEvent => ({ type: "team.read", room_id: "r", agent_id: ME, seq });
    const state = told(told(opened([1, 2]), read(2)), read(1));
    expect(state.rooms.r!.reads).toEqual({ ana: 2 });
  });

  test("after an absence, rooms that are no longer named are gone", () => {
    const state = putOverview(opened([1]), { rooms: [room("other")], broadcasts: [] });
    expect(Object.keys(state.rooms)).toEqual(["other"]);
    expect(state.threads.r).toBeUndefined();
  });

  test("everyone first, then newest words; an empty room of two is hidden until opened", () => {
    const rooms = [
      room("a", { last: { at: "2026-01-01T10:00:00.000Z" }, seq: 1 }),
      room("b", { last: { at: "2026-01-01T11:00:00.000Z" }, seq: 1 }),
      room("d", { kind: "direct" }),
      room("everyone", { kind: "everyone", members: [] }),
    ];
    const state = putOverview(emptyTeam, { rooms, broadcasts: [] });
    expect(listed(state).map(({ id }) => id)).toEqual(["everyone", "b", "a"]);
    expect(listed(state, "d").map(({ id }) => id)).toContain("d");
  });

  test("typing ends by itself, or with the words", () => {
    const typing: ServerEvent = { type: "team.typing", room_id: "r", agent_id: "rui", on: true };
    const state = told(opened([1]), typing, 1000);
    expect(typingIn(state.typing.r, 6999)).toEqual(["rui"]);
    expect(typingIn(state.typing.r, 7001)).toEqual([]);
    expect(typingIn(told(state, { type: "team.message", message: line(2) }).typing.r, 1001)).toEqual([]);
  });
});

describe("broadcasts", () => {
  const now = Date.parse("2026-01-02T09:00:00.000Z");

  test("what is current and unread is shown, oldest first", () => {
    let state = told(emptyTeam, { type: "team.broadcast", broadcast: news("b2") });
    state = told(state, { type: "team.broadcast", broadcast: news("b1") });
    state = told(state, { type: "team.broadcast", broadcast: news("b0", { until: "2026-01-02T08:00:00.000Z" }) });
    expect(unreadBroadcasts(state, ME, now).map(({ id }) => id)).toEqual(["b1", "b2"]);
    state = told(state, { type: "team.broadcast_read", broadcast_id: "b1", agent_id: ME, at: "2026-01-02T08:30:00.000Z" });
    expect(unreadBroadcasts(state, ME, now).map(({ id }) => id)).toEqual(["b2"]);
  });

  test("being ended keeps who has read it", () => {
    let state = told(emptyTeam, { type: "team.broadcast", broadcast: news("b1") });
    state = told(state, { type: "team.broadcast_read", broadcast_id: "b1", agent_id: "rui", at: "x" });
    state = told(state, { type: "team.broadcast", broadcast: news("b1", { until: "2026-01-02T08:00:00.000Z" }) });
    expect(state.broadcasts.b1!.reads).toEqual({ rui: "x" });
    expect(unreadBroadcasts(state, ME, now)).toEqual([]);
  });
});

describe("mentions", () => {
  const people = [
    { id: "1", name: "Ana" },
    { id: "2", name: "Ana Luísa" },
    { id: "3", name: "José (ops)" },
  ];

  test.each([
    ["@", 1, { from: 0, query: "" }],
    ["hi @An", 6, { from: 3, query: "An" }],
    ["hi @Ana there", 6, { from: 3, query: "An" }],
    ["me@home", 7, null],
    ["hi @ana ", 8, null],
  ])("%j with the caret at %i", (text, caret, wanted) => {
    expect(mentionAt(text, caret)).toEqual(wanted);
  });

  test("people are found by any of their names, without accents", () => {
    expect(suggest(people, "lui").map(({ id }) => id)).toEqual(["2"]);
    expect(suggest(people, "jose").map(({ id }) => id)).toEqual(["3"]);
    expect(suggest(people, "")).toHaveLength(3);
  });

  test("the longest name is meant, and only a whole one", () => {
    expect(mentionsIn("@Ana Luísa, and @José (ops)", people)).toEqual(["2", "3"]);
    expect(mentionsIn("@Anabel", people)).toEqual([]);
    expect(mentionPieces("x @Ana!", ["Ana"])).toEqual([
      { text: "x ", called: false },
      { text: "@Ana", called: true },
      { text: "!", called: false },
    ]);
  });
});
