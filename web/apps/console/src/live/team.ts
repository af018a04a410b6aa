// What this tab knows of the team's rooms and broadcasts, and how an event changes it. Pure.
import type {
  BroadcastView,
  ServerEvent,
  TeamMessageView,
  TeamRoomView,
  TeamSendRequest,
  TeamView,
} from "@tertulia/protocol";

/** Words that their author sees before the server has them. waiting: there is no network; they go
 * out by themselves when there is. */
export interface TeamPending {
  body: TeamSendRequest;
  at: string;
  state: "sending" | "waiting" | "failed";
  reason: string;
}

/** messages: ascending seq, one per seq. more: whether older ones can be fetched. */
export interface TeamThread {
  messages: readonly TeamMessageView[];
  pending: readonly TeamPending[];
  more: boolean;
  loaded: boolean;
}

export interface TeamState {
  ready: boolean;
  rooms: Readonly<Record<string, TeamRoomView>>;
  threads: Readonly<Record<string, TeamThread>>;
  typing: Readonly<Record<string, Readonly<Record<string, number>>>>; // room -> agent -> until
  broadcasts: Readonly<Record<string, BroadcastView>>;
}

export const emptyTeam: TeamState = { ready: false, rooms: {}, threads: {}, typing: {}, broadcasts: {} };
export const emptyRoomThread: TeamThread = { messages: [], pending: [], more: false, loaded: false };

const TYPING_SHOWN = 6_000;

// Rooms ----------------------------------------------------------------------------------------

/** A room that arrived whole. What it says of messages yields to what is known of newer ones. */
export function mergeRoom(held: TeamRoomView | undefined, incoming: TeamRoomView): TeamRoomView {
  if (!held) return incoming;
  const newer = (incoming.version ?? 0) >= (held.version ?? 0) ? incoming : held;
  const ahead = (incoming.seq ?? 0) >= (held.seq ?? 0) ? incoming : held;
  const reads = { ...held.reads };
  for (const [agent, seq] of Object.entries(incoming.reads ?? {})) {
    reads[agent] = Math.max(seq, reads[agent] ?? 0);
  }
  return { ...newer, seq: ahead.seq, last: ahead.last, reads };
}

const sees = (room: TeamRoomView, me: string): boolean =>
  room.kind === "everyone" || (room.members ?? []).includes(me);

export function putRoom(state: TeamState, room: TeamRoomView, me: string): TeamState {
  const merged = mergeRoom(state.rooms[room.id], room);
  if (sees(merged, me)) return { ...state, rooms: { ...state.rooms, [room.id]: merged } };
  const { [room.id]: _room, ...rooms } = state.rooms;
  const { [room.id]: _thread, ...threads } = state.threads;
  return { ...state, rooms, threads };
}

/** As the server has it now. Rooms that it does not name are no longer mine. */
export function putOverview(state: TeamState, view: TeamView): TeamState {
  const rooms = Object.fromEntries(view.rooms.map((room) => [room.id, mergeRoom(state.rooms[room.id], room)]));
  const threads = Object.fromEntries(Object.entries(state.threads).filter(([id]) => rooms[id]));
  const broadcasts = Object.fromEntries(view.broadcasts.map((one) => [one.id, one]));
  return { ...state, ready: true, rooms, threads, broadcasts: { ...state.broadcasts, ...broadcasts } };
}

export const unreadIn = (room: TeamRoomView, me: string): number =>
  Math.max(0, (room.seq ?? 0) - (room.reads?.[me] ?? 0));

export const unreadOf = (state: TeamState, me: string): number =>
  Object.values(state.rooms).reduce((sum, room) => sum + unreadIn(room, me), 0);

/** Newest words first; an empty room of two is shown only to who opened it. */
export function listed(state: TeamState, open = ""): TeamRoomView[] {
  const moment = (room: TeamRoomView) => room.last?.at ?? room.created_at;
  return Object.values(state.rooms)
    .filter((room) => room.kind !== "direct" || (room.seq ?? 0) > 0 || room.id === open)
    .sort((a, b) => Number(a.kind !== "everyone") - Number(b.kind !== "everyone") || (moment(b) < moment(a) ? -1 : 1));
}

export function markedRead(state: TeamState, id: string, agent: string, seq: number): TeamState {
  const room = state.rooms[id];
  if (!room || (room.reads?.[agent] ?? 0) >= seq) return state;
  const reads = { ...room.reads, [agent]: seq };
  return { ...state, rooms: { ...state.rooms, [id]: { ...room, reads } } };
}

// Messages -------------------------------------------------------------------------------------

export function changeRoomThread(
  state: TeamState,
  id: string,
  change: (thread: TeamThread) => TeamThread,
): TeamState {
  const before = state.threads[id] ?? emptyRoomThread;
  const after = change(before);
  return after === before ? state : { ...state, threads: { ...state.threads, [id]: after } };
}

/** Keep what is newer by rev; a stored message takes the place of the pending one it was. */
export function mergeTeamMessages(
  thread: TeamThread,
  incoming: readonly TeamMessageView[],
  me: string,
): TeamThread {
  const bySeq = new Map(thread.messages.map((message) => [message.seq, message]));
  let changed = false;
  for (const message of incoming) {
    const held = bySeq.get(message.seq);
    if (held && (held.rev ?? 0) >= (message.rev ?? 0)) continue;
    bySeq.set(message.seq, message);
    changed = true;
  }
  const stored = new Set(incoming.filter((m) => m.author_id === me).map((m) => m.client_id));
  const pending = thread.pending.filter(({ body }) => !stored.has(body.client_id));
  if (!changed && pending.length === thread.pending.length) return thread;
  return { ...thread, messages: [...bySeq.values()].sort((a, b) => a.seq - b.seq), pending };
}

/** The seq to ask `after`, if something is known to be missing: a hole, or less than the room tells. */
export function missingIn(state: TeamState, id: string): number | null {
  const thread = state.threads[id];
  if (!thread?.loaded) return null;
  const { messages } = thread;
  for (let i = 1; i < messages.length; i++) {
    if (messages[i]!.seq > messages[i - 1]!.seq + 1) return messages[i - 1]!.seq;
  }
  const newest = messages.at(-1)?.seq ?? 0;
  return (state.rooms[id]?.seq ?? 0) > newest ? newest : null;
}

function messageTold(state: TeamState, message: TeamMessageView, me: string): TeamState {
  const id = message.room_id;
  let next = state;
  if (state.threads[id]?.loaded) {
    next = changeRoomThread(next, id, (thread) => mergeTeamMessages(thread, [message], me));
  }
  next = withoutTeamTyping(next, id, message.author_id);
  const room = next.rooms[id];
  if (!room || message.seq < (room.seq ?? 0)) return next;
  const moved = { ...room, seq: message.seq, last: lastOf(message) };
  next = { ...next, rooms: { ...next.rooms, [id]: moved } };
  return message.rev ? next : markedRead(next, id, message.author_id, message.seq);
}

function lastOf(message: TeamMessageView): TeamRoomView["last"] {
  const words = message.text || message.media?.[0]?.name || message.card?.contact_name || "";
  const { seq, author_id, author_name, at, event, mentions } = message;
  return { seq, author_id, author_name, at, event, mentions, text: words.replace(/\s+/g, " ").slice(0, 120) };
}

// Events ---------------------------------------------------------------------------------------

export function applyTeamEvent(state: TeamState, event: ServerEvent, me: string, now: number): TeamState {
  switch (event.type) {
    case "team.message":
      return messageTold(state, event.message, me);
    case "team.room":
      return putRoom(state, event.room, me);
    case "team.read":
      return markedRead(state, event.room_id, event.agent_id, event.seq);
    case "team.typing":
      return typingTold(state, event.room_id, event.agent_id, event.on !== false, now);
    case "team.broadcast":
      return putBroadcast(state, event.broadcast);
    case "team.broadcast_read":
      return broadcastRead(state, event.broadcast_id, event.agent_id, event.at);
    default:
      return state;
  }
}

function typingTold(state: TeamState, room: string, agent: string, on: boolean, now: number): TeamState {
  if (!on) return withoutTeamTyping(state, room, agent);
  const there = { ...state.typing[room], [agent]: now + TYPING_SHOWN };
  return { ...state, typing: { ...state.typing, [room]: there } };
}

function withoutTeamTyping(state: TeamState, room: string, agent: string): TeamState {
  if (!state.typing[room]?.[agent]) return state;
  const { [agent]: _gone, ...left } = state.typing[room];
  return { ...state, typing: { ...state.typing, [room]: left } };
}

export const typingIn = (there: TeamState["typing"][string] | undefined, now: number): string[] =>
  Object.entries(there ?? {})
    .filter(([, until]) => until > now)
    .map(([agent]) => agent);

/** What is known of who has read it stays: an announcement does not tell. */
export function putBroadcast(state: TeamState, incoming: BroadcastView): TeamState {
  const reads = { ...state.broadcasts[incoming.id]?.reads, ...incoming.reads };
  return { ...state, broadcasts: { ...state.broadcasts, [incoming.id]: { ...incoming, reads } } };
}

export function broadcastRead(state: TeamState, id: string, agent: string, at: string): TeamState {
  const held = state.broadcasts[id];
  if (!held || held.reads?.[agent]) return state;
  return putBroadcast(state, { ...held, reads: { [agent]: at } });
}

/** What this agent has still to read, oldest first. */
export function unreadBroadcasts(state: TeamState, me: string, now: number): BroadcastView[] {
  return Object.values(state.broadcasts)
    .filter((one) => !one.reads?.[me] && Date.parse(one.until) > now)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}
