// Keeps this tab equal to the server: applies what is pushed, and fetches what is missing.
import type { Bootstrap, Erased, ServerEvent } from "@tertulia/protocol";
import { create } from "zustand";
import * as api from "../api/endpoints";
import { callEvent, refreshCalls } from "./calls";
import { notice } from "./notices";
import { mentionNotice, offerNotice } from "./deskNotices";
import { laterNotice, refreshLater } from "./replies";
import { jobTold } from "./jobs";
import { queries, refreshLists, refreshTop } from "./listFetch";
import { refreshDesk } from "./deskFetch";
import { forgetErased } from "./erased";
import { watchIdle, type IdleWatch } from "./idle";
import { receiveTeam, refreshTeam, startTeam } from "./teamSync";
import { connect, type Connection, type Socket } from "./socket";
import {
  applyEvent,
  dropOldTyping,
  expectThread,
  forgetThreads,
  missingAfter,
  putDetail,
  putMessages,
} from "./state";
import { live, update } from "./store";

export const useConnection = create<{ state: Connection; everOpen: boolean }>(() => ({
  state: "connecting",
  everOpen: false,
}));

const LOOK_EVERY = 2 * 60_000; // others forget a look after 5 minutes

let socket: Socket | null = null;
let idle: IdleWatch | null = null;
let openConversation = "";
const filling = new Set<string>();

/** Fetch a conversation's head and newest messages, then whatever lies between. */
export async function fetchConversation(id: string): Promise<void> {
  update((state) => expectThread(state, id));
  const detail = await api.conversation(id);
  update((state) => putDetail(state, detail, Date.now()));
  await fill(id);
}

/** Ask for what is missing until nothing is. */
export async function fill(id: string): Promise<void> {
  if (filling.has(id)) return;
  filling.add(id);
  try {
    for (let after = missingAfter(live(), id); after !== null; after = nextMissing(id, after)) {
      const page = await api.messagesAfter(id, after);
      update((state) => putMessages(state, id, page.messages));
      if (page.messages.length === 0) return; // the row knows of it before the page does
    }
  } finally {
    filling.delete(id);
  }
}

function nextMissing(id: string, last: number): number | null {
  const next = missingAfter(live(), id);
  return next === last ? null : next;
}

export function receive(events: readonly ServerEvent[], me: string): void {
  const strangers = events.some(
    (event) => event.type === "message.created" && !live().rows[event.message.conversation_id],
  );
  for (const event of events) {
    if (event.type === "viewing") greet(event.agent_id, event.conversation_id, me);
    if (event.type === "viewing" && event.agent_id === me) continue;
    const before = live();
    update((state) => applyEvent(state, event, Date.now()));
    if (event.type === "message.created" && !event.muted) notice(event.message, before, me, openConversation);
    if (event.type === "job.updated") jobTold(event.job);
    if (event.type === "erased") erased(event);
    if (event.type === "mention.changed") mentionNotice(event.mention, before, openConversation);
    if (event.type === "conversation.updated") offerNotice(event.conversation, before, me);
    if (event.type === "callback.updated") callEvent(event.callback, me, agentName);
    laterNotice(event, me);
    if (event.type === "webhooks.changed") {
      void queries.invalidateQueries({ queryKey: ["webhooks"] });
      if (event.off) void import("../features/webhooks/notice").then(({ tellOff }) => tellOff(event.webhook_id, event.off));
    }
    if (event.type === "conversation.beside") {
      void queries.invalidateQueries({ queryKey: ["cards", event.conversation_id] });
    }
    if (event.type === "account.changed") {
      void queries.invalidateQueries({ queryKey: ["me"] });
      void queries.invalidateQueries({ queryKey: ["views"] });
      void queries.invalidateQueries({ queryKey: ["flows"] });
    }
  }
  receiveTeam(events);
  if (strangers) refreshTop();
  for (const id of new Set(events.map(conversationOf).filter(Boolean))) {
    void fill(id).catch(() => undefined); // a lost network is told by the banner, and made good on return
  }
}

/** Whatever else shows something of it asks anew. */
function erased({ contact_id, conversation_ids = [] }: Erased): void {
  update((state) => forgetErased(state, contact_id ?? "", conversation_ids));
  for (const key of ["contacts", "contact", "conversation", "receipts", "search"]) {
    void queries.invalidateQueries({ queryKey: [key] });
  }
  refreshLater();
  void refreshCalls().catch(() => undefined);
}

const agentName = (id: string): string =>
  queries.getQueryData<Bootstrap>(["me"])?.agents.find((agent) => agent.id === id)?.name ?? "";

function conversationOf(event: ServerEvent): string {
  if (event.type === "message.created" || event.type === "message.updated") {
    return event.message.conversation_id;
  }
  return event.type === "conversation.updated" ? event.conversation.id : "";
}

/** A colleague came to the conversation that I look at: let him know that I am here. Once, so
 * that two consoles do not greet for ever. */
function greet(agent: string, conversation: string, me: string): void {
  if (agent === me || !conversation || conversation !== openConversation) return;
  if (live().viewing[agent]?.conversation !== conversation) look(openConversation);
}

function look(id: string): void {
  socket?.send({ type: "viewing", conversation_id: id });
}

/** Which conversation this agent looks at ('' = none). */
export function viewing(id: string): void {
  if (id === openConversation) return;
  openConversation = id;
  look(id);
}

export function typing(id: string, on: boolean, note = false): void {
  socket?.send({ type: "typing", conversation_id: id, on, note });
}

export function teamTyping(room: string, on: boolean): void {
  socket?.send({ type: "team.typing", room_id: room, on });
}

async function catchUp(): Promise<void> {
  const current = openConversation;
  update((state) => forgetThreads(state, current));
  queries.removeQueries({ queryKey: ["conversation"], type: "inactive" });
  refreshLater();
  void queries.invalidateQueries({ queryKey: ["me"] }); // what changed in the account meanwhile told nobody here
  await Promise.all([refreshLists(), current ? fetchConversation(current) : undefined, refreshDesk()]);
}

/** Go live; returns how to stop. */
export function goLive(me: string): () => void {
  const made = connect({
    ticket: async () => (await api.socketTicket()).url,
    open: (url) => new WebSocket(url),
    chance: Math.random,
    onEvents: (events) => receive(events, me),
    onConnection: (state) => onConnection(state),
  });
  socket = made;
  startTeam(me);
  idle = watchIdle((on) => made.send({ type: "idle", on }));
  const sweep = setInterval(() => update((state) => dropOldTyping(state, Date.now())), 1000);
  const stillHere = setInterval(() => openConversation && look(openConversation), LOOK_EVERY);
  const leaving = () => openConversation && look(""); // another tab of mine may stay
  const visible = () => document.visibilityState === "visible" && made.wake();
  addEventListener("pagehide", leaving);
  addEventListener("online", made.wake);
  addEventListener("offline", made.drop);
  document.addEventListener("visibilitychange", visible);
  return () => {
    clearInterval(sweep);
    clearInterval(stillHere);
    removeEventListener("pagehide", leaving);
    removeEventListener("online", made.wake);
    removeEventListener("offline", made.drop);
    document.removeEventListener("visibilitychange", visible);
    made.close();
    idle?.stop();
    socket = null;
  };
}

/** On each opening: what was pushed while nobody listened is fetched. */
function onConnection(state: Connection): void {
  const { everOpen } = useConnection.getState();
  useConnection.setState({ state, everOpen: everOpen || state === "open" });
  if (state !== "open") return;
  void refreshCalls().catch(() => undefined);
  look(openConversation);
  idle?.opened();
  void refreshTeam().catch(() => undefined); // the panel says so where it is looked for
  void catchUp().catch(() => socket?.drop());
}

export const reconnect = (): void => socket?.wake();
