// What an agent does in the team's rooms: shown at once, then confirmed, else told in its place.
import type { BroadcastRequest, TeamMessageView, TeamRoomView, TeamSendRequest } from "@tertulia/protocol";
import i18n from "i18next";
import { Unreachable } from "../api/client";
import * as api from "../api/team";
import { broadcastRead, changeRoomThread, markedRead, mergeTeamMessages, putBroadcast, putRoom, type TeamPending } from "../live/team";
import { onReturn, team, updateTeam } from "../live/teamSync";
import { sayWhy } from "../ui/sayWhy";
import { toast } from "../ui/toasts";
import { asFound, forgetSaid, keepSaid, keptSaid } from "./teamOutbox";

export const newClientId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

const change = (room: string, clientId: string, to: (entry: TeamPending) => TeamPending | null) =>
  updateTeam((state) =>
    changeRoomThread(state, room, (thread) => ({
      ...thread,
      pending: thread.pending.flatMap((entry) => (entry.body.client_id === clientId ? (to(entry) ?? []) : entry)),
    })),
  );

const addPending = (room: string, entry: TeamPending): void =>
  updateTeam((state) =>
    changeRoomThread(state, room, (thread) => ({ ...thread, pending: [...thread.pending, entry] })),
  );

const pendingIn = (room: string, clientId: string): TeamPending | undefined =>
  team().threads[room]?.pending.find(({ body }) => body.client_id === clientId);

export function sayInRoom(room: string, words: Omit<TeamSendRequest, "client_id">, me: string): void {
  const body = { ...words, client_id: newClientId() };
  const entry: TeamPending = { body, at: new Date().toISOString(), state: "sending", reason: "" };
  keepSaid(me, room, entry);
  addPending(room, entry);
  post(room, entry, me);
}

/** What a reload interrupted goes on: in its order, each once. */
export function resumeInRooms(me: string): void {
  for (const { room, entry } of keptSaid(me)) {
    if (pendingIn(room, entry.body.client_id)) continue;
    if (team().rooms[room]) addPending(room, asFound(entry, Date.now(), i18n.t("kept.notSentYet")));
    else forgetSaid(me, entry); // no longer a room of mine
  }
  resendWaiting(me);
}

export function retryInRoom(room: string, clientId: string, me: string): void {
  const entry = pendingIn(room, clientId);
  if (!entry) return;
  change(room, clientId, (held) => ({ ...held, state: "sending", reason: "" }));
  post(room, entry, me);
}

export function discardInRoom(room: string, clientId: string, me: string): void {
  const entry = pendingIn(room, clientId);
  if (entry) forgetSaid(me, entry);
  change(room, clientId, () => null);
}

const lanes = new Map<string, Promise<void>>();

/** One at a time per room, so that they are stored in the order of writing. */
function post(room: string, entry: TeamPending, me: string): void {
  lanes.set(room, (lanes.get(room) ?? Promise.resolve()).then(() => deliver(room, entry, me)));
}

async function deliver(room: string, said: TeamPending, me: string): Promise<void> {
  const { body } = said;
  const entries = team().threads[room]?.pending ?? [];
  const at = entries.findIndex((entry) => entry.body.client_id === body.client_id);
  // What was written before it waits for the network: so does this, else they would change places.
  if (entries.slice(0, Math.max(at, 0)).some(({ state }) => state === "waiting")) {
    return change(room, body.client_id, (entry) => ({ ...entry, state: "waiting" }));
  }
  try {
    put(room, await api.say(room, body), me);
    forgetSaid(me, said);
  } catch (error) {
    const waits = error instanceof Unreachable;
    if (waits) tryLater(me);
    else keepSaid(me, room, { ...said, state: "failed", reason: sayWhy(error) });
    change(room, body.client_id, (entry) => ({
      ...entry,
      state: waits ? "waiting" : "failed",
      reason: waits ? "" : sayWhy(error),
    }));
  }
}

const put = (room: string, message: TeamMessageView, me: string): void => {
  updateTeam((state) => {
    const stored = changeRoomThread(state, room, (thread) => mergeTeamMessages(thread, [message], me));
    return markedRead(stored, room, me, message.seq);
  });
};

onReturn(resendWaiting);

const AGAIN_AFTER = 5_000;
let again: ReturnType<typeof setTimeout> | undefined;

/** Besides at the return of the network: one answer may be lost while all else goes well. */
function tryLater(me: string): void {
  clearTimeout(again);
  again = setTimeout(() => resendWaiting(me), AGAIN_AFTER);
}

function resendWaiting(me: string): void {
  for (const [room, thread] of Object.entries(team().threads)) {
    for (const { body, state } of thread.pending) {
      if (state === "waiting") retryInRoom(room, body.client_id, me);
    }
  }
}

/** Tries; says why not. Answers whether it was done. */
async function attempt<T>(run: () => Promise<T>): Promise<T | null> {
  try {
    return await run();
  } catch (error) {
    toast({ tone: "bad", text: sayWhy(error) });
    return null;
  }
}

export const editInRoom = (room: string, seq: number, text: string, me: string) =>
  attempt(async () => put(room, await api.edit(room, seq, text), me));

export const removeInRoom = (room: string, seq: number, me: string) =>
  attempt(async () => put(room, await api.remove(room, seq), me));

/** Up to the newest message that this tab has. */
export function readRoom(room: string, me: string): void {
  const newest = team().threads[room]?.messages.at(-1)?.seq ?? 0;
  if ((team().rooms[room]?.reads?.[me] ?? 0) >= newest) return;
  updateTeam((state) => markedRead(state, room, me, newest));
  void api.markRead(room, newest).catch(() => undefined); // repeated when it is next looked at
}

const kept = (room: TeamRoomView, me: string): TeamRoomView => {
  updateTeam((state) => putRoom(state, room, me));
  return room;
};

export const openDirect = (agent: string, me: string) =>
  attempt(async () => kept(await api.openRoom({ agent_id: agent }), me));

export const createGroup = (clientId: string, name: string, members: string[], me: string) =>
  attempt(async () => kept(await api.openRoom({ client_id: clientId, name, members }), me));

export const changeGroup = (id: string, to: { name?: string; add?: string[]; remove?: string[] }, me: string) =>
  attempt(async () => kept(await api.changeRoom(id, to), me));

export const leaveGroup = (room: TeamRoomView, me: string) =>
  attempt(async () => {
    await api.leaveRoom(room.id);
    const members = (room.members ?? []).filter((id) => id !== me);
    return kept({ ...room, members, version: (room.version ?? 0) + 1 }, me);
  });

// Broadcasts -----------------------------------------------------------------------------------

export const announce = (body: BroadcastRequest) =>
  attempt(async () => {
    const made = await api.announce(body);
    updateTeam((state) => putBroadcast(state, made));
    return made;
  });

/** The card goes at once, and comes back if the server could not be told. */
export async function acknowledge(id: string, me: string): Promise<void> {
  updateTeam((state) => broadcastRead(state, id, me, new Date().toISOString()));
  const done = await attempt(async () => {
    await api.acknowledge(id);
    return true;
  });
  if (done) return;
  updateTeam((state) => {
    const { [me]: _mine, ...reads } = state.broadcasts[id]?.reads ?? {};
    return { ...state, broadcasts: { ...state.broadcasts, [id]: { ...state.broadcasts[id]!, reads } } };
  });
}

export const endBroadcast = (id: string) =>
  attempt(async () => {
    const ended = await api.endBroadcast(id);
    updateTeam((state) => putBroadcast(state, ended));
    return ended;
  });
