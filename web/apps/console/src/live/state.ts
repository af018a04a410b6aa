// All that the server told this tab, by id, and how an event changes it. Pure.
import {
  bumpRow,
  emptyThread,
  holeAfter,
  mergeMessages,
  newestSeq,
  replaceRow,
  type AgentView,
  type ContactView,
  type ConversationDetail,
  type ConversationView,
  type MessageView,
  type ServerEvent,
  type Thread,
} from "@tertulia/protocol";
import { putMentions, type Mentions } from "./mentions";
import { dropOldTyping as withoutOldTyping, typingEnded, typingShown, type Typing } from "./typing";
import { dropOldViewing, looksAt, type Viewing } from "./viewing";

export type Presence = NonNullable<AgentView["presence"]>;

export interface LiveState {
  rows: Readonly<Record<string, ConversationView>>;
  touched: Readonly<Record<string, number>>; // when a row last changed here, milliseconds
  threads: Readonly<Record<string, Thread>>;
  loaded: Readonly<Record<string, true>>; // threads whose newest page has come
  contacts: Readonly<Record<string, ContactView>>;
  presence: Readonly<Record<string, Presence>>;
  typing: Typing;
  viewing: Viewing;
  mentions: Mentions;
}

export const emptyState: LiveState = {
  rows: {},
  touched: {},
  threads: {},
  loaded: {},
  contacts: {},
  presence: {},
  typing: {},
  viewing: {},
  mentions: {},
};

export function putRows(state: LiveState, rows: readonly ConversationView[], now: number): LiveState {
  const next = { ...state.rows };
  const touched = { ...state.touched };
  for (const row of rows) {
    const merged = replaceRow(next[row.id], row);
    if (merged === next[row.id]) continue;
    next[row.id] = merged;
    touched[row.id] = now;
  }
  return { ...state, rows: next, touched };
}

export function dropRows(state: LiveState, ids: readonly string[]): LiveState {
  if (ids.length === 0) return state;
  const rows = { ...state.rows };
  for (const id of ids) delete rows[id];
  return { ...state, rows };
}

/** Before a page is asked for, so that what arrives meanwhile is kept. */
export function expectThread(state: LiveState, id: string): LiveState {
  if (state.threads[id]) return state;
  return { ...state, threads: { ...state.threads, [id]: { ...emptyThread, more: true } } };
}

export function changeThread(state: LiveState, id: string, change: (thread: Thread) => Thread): LiveState {
  const before = state.threads[id] ?? emptyThread;
  const after = change(before);
  return after === before ? state : { ...state, threads: { ...state.threads, [id]: after } };
}

export function putDetail(state: LiveState, detail: ConversationDetail, now: number): LiveState {
  const { conversation, messages, contact, more } = detail;
  const oldest = state.threads[conversation.id]?.messages[0]?.seq ?? Infinity;
  const reachesFurther = (messages[0]?.seq ?? Infinity) <= oldest;
  const known = state.loaded[conversation.id];
  const withThread = changeThread(state, conversation.id, (thread) => ({
    ...mergeMessages(thread, messages),
    more: known && !reachesFurther ? thread.more : more,
  }));
  return {
    ...putRows(withThread, [conversation], now),
    loaded: { ...state.loaded, [conversation.id]: true },
    contacts: putContact(state, contact).contacts,
  };
}

export function putContact(state: LiveState, contact: ContactView): LiveState {
  const held = state.contacts[contact.id];
  if (held && (held.version ?? 0) > (contact.version ?? 0)) return state;
  return { ...state, contacts: { ...state.contacts, [contact.id]: contact } };
}

export function putMessages(state: LiveState, id: string, messages: readonly MessageView[]): LiveState {
  return changeThread(state, id, (thread) => mergeMessages(thread, messages));
}

/** Threads that are not on the screen are fetched anew when opened; what waits to be sent stays. */
export function forgetThreads(state: LiveState, keep: string): LiveState {
  const threads: Record<string, Thread> = {};
  const loaded: Record<string, true> = {};
  for (const [id, thread] of Object.entries(state.threads)) {
    if (id === keep) {
      threads[id] = thread;
      if (state.loaded[id]) loaded[id] = true;
    } else if (thread.pending.length > 0) {
      threads[id] = { ...emptyThread, pending: thread.pending, more: true };
    }
  }
  return { ...state, threads, loaded };
}

export function applyEvent(state: LiveState, event: ServerEvent, now: number): LiveState {
  switch (event.type) {
    case "message.created":
      return messageCreated(state, event.message, now);
    case "message.updated":
      return state.threads[event.message.conversation_id]
        ? putMessages(state, event.message.conversation_id, [event.message])
        : state;
    case "conversation.updated":
      return putRows(state, [event.conversation], now);
    case "contact.updated":
      return putContact(state, event.contact);
    case "presence":
      return presenceChanged(state, event.agent_id, event.presence);
    case "viewing":
      return { ...state, viewing: looksAt(state.viewing, event.agent_id, event.conversation_id, now) };
    case "typing":
      return { ...state, typing: typingShown(state.typing, event, now) };
    case "mention.changed":
      return { ...state, mentions: putMentions(state.mentions, [event.mention]) };
    default:
      return state;
  }
}

function messageCreated(state: LiveState, message: MessageView, now: number): LiveState {
  const id = message.conversation_id;
  let next = state.threads[id] ? putMessages(state, id, [message]) : state;
  const row = next.rows[id];
  if (row) {
    next = {
      ...next,
      rows: { ...next.rows, [id]: bumpRow(row, message) },
      touched: { ...next.touched, [id]: now },
    };
  }
  // His words are here: he types no more.
  const author = message.author.kind === "contact" ? "" : message.author.id;
  return author === undefined ? next : { ...next, typing: typingEnded(next.typing, id, author) };
}

function presenceChanged(state: LiveState, agent: string, presence: Presence): LiveState {
  const viewing = presence === "offline" ? looksAt(state.viewing, agent, "", 0) : state.viewing;
  return { ...state, presence: { ...state.presence, [agent]: presence }, viewing };
}

/** Typing, and looking, of whom nothing was heard for long. */
export function dropOldTyping(state: LiveState, now: number): LiveState {
  const typing = withoutOldTyping(state.typing, now);
  const viewing = dropOldViewing(state.viewing, now);
  return typing === state.typing && viewing === state.viewing ? state : { ...state, typing, viewing };
}

/** The seq to ask `after`, if the thread is known to miss something: a hole, or less than its row
 * tells of. */
export function missingAfter(state: LiveState, id: string): number | null {
  const thread = state.threads[id];
  if (!thread || !state.loaded[id]) return null;
  const hole = holeAfter(thread);
  if (hole !== null) return hole;
  const newest = newestSeq(thread);
  return (state.rows[id]?.seq ?? 0) > newest ? newest : null;
}
