/** What happened -> the next state. Pure. The rules are those of docs/realtime.md: a message is
 * new by its seq, changed by its rev, and takes the place of the waiting one with its client_id. */
import type {
  MessageView,
  ServerEvent,
  WidgetConversation,
  WidgetPage,
  WidgetSession,
} from "@tertulia/protocol";
import { START, type State } from "./state";

export type Action =
  | { do: "session"; session: WidgetSession }
  | { do: "events"; events: ServerEvent[] }
  | { do: "page"; page: WidgetPage; older?: boolean }
  | { do: "past"; page: WidgetPage }
  | { do: "sent"; message: MessageView; conversation: WidgetConversation }
  | { do: "seen" }
  | { do: "set"; change: Partial<State> };

/** Ascending by seq; an entry is replaced only by one of a higher rev. */
export function merge(known: MessageView[], more: MessageView[]): MessageView[] {
  const bySeq = new Map(known.map((message) => [message.seq, message]));
  let changed = false;
  for (const message of more) {
    const before = bySeq.get(message.seq);
    if (message.visibility !== "public") continue;
    if (before && (message.rev ?? 0) <= (before.rev ?? 0)) continue;
    bySeq.set(message.seq, message);
    changed = true;
  }
  return changed ? [...bySeq.values()].sort((a, b) => a.seq - b.seq) : known;
}

/** The newer knowledge of one conversation; marks never go back. */
function mergeConversation(before: WidgetConversation, after: WidgetConversation): WidgetConversation {
  return {
    ...(after.seq >= before.seq ? after : before),
    seq: Math.max(before.seq, after.seq),
    agent_read: Math.max(before.agent_read ?? 0, after.agent_read ?? 0),
    visitor_read: Math.max(before.visitor_read ?? 0, after.visitor_read ?? 0),
  };
}

/** Another conversation begins: what was shown moves up and stays on the screen. */
function turnTo(state: State, conversation: WidgetConversation): State {
  const past = [...state.past, ...state.messages];
  const more = past.length ? state.more : false;
  return { ...state, conversation, past, messages: [], more, read: 0 };
}

function withConversation(state: State, conversation: WidgetConversation | null): State {
  if (!conversation) return state;
  const now = state.conversation;
  if (!now) return { ...state, conversation };
  if (now.id === conversation.id)
    return { ...state, conversation: mergeConversation(now, conversation) };
  return state.past.some((message) => message.conversation_id === conversation.id)
    ? state
    : turnTo(state, conversation);
}

/** Whether these belong to a conversation that began after the shown one. */
function isLater(state: State, messages: MessageView[]): boolean {
  const shown = state.messages.at(-1);
  return !shown || messages.some((message) => message.at > shown.at);
}

function withMessages(state: State, messages: MessageView[]): State {
  let next = state;
  for (const id of new Set(messages.map((message) => message.conversation_id))) {
    const own = messages.filter((message) => message.conversation_id === id);
    const seq = Math.max(...own.map((message) => message.seq));
    if (next.conversation?.id !== id && isLater(next, own))
      next = withConversation(next, { id, seq, status: "open" });
    if (next.conversation?.id !== id) continue;
    const conversation = { ...next.conversation, seq: Math.max(seq, next.conversation.seq) };
    next = { ...next, conversation, messages: merge(next.messages, own) };
  }
  const sent = new Set(messages.map((message) => message.client_id).filter(Boolean));
  const outbox = next.outbox.filter((item) => !sent.has(item.msg_id));
  return outbox.length < next.outbox.length ? { ...next, outbox } : next;
}

function withEvent(state: State, event: ServerEvent): State {
  switch (event.type) {
    case "message.created":
    case "message.updated": {
      const next = withMessages(state, [event.message]);
      return event.message.author.kind === "contact" ? next : { ...next, typing: null };
    }
    case "widget.conversation":
      return withConversation(state, event.conversation);
    case "typing":
      if (event.author_kind !== "agent") return state;
      return { ...state, typing: event.on === false ? null : (event.author_name ?? "") };
    default:
      return state;
  }
}

function withPage(state: State, page: WidgetPage, older: boolean): State {
  const next = withMessages(withConversation(state, page.conversation), page.messages);
  return older ? { ...next, more: page.more, earlier: page.earlier ?? false, older: "idle" } : next;
}

/** Of a conversation before the current one: above all that is shown. */
function withPast(state: State, page: WidgetPage): State {
  const shown = state.messages[0]?.conversation_id;
  const past = merge([], page.messages.filter((message) => message.conversation_id !== shown));
  const { more, earlier = false } = page;
  return { ...state, past: [...past, ...state.past], more, earlier, older: "idle" };
}

/** A session opened anew, after the first one, leaves what is on the screen as it is. */
function withSession(state: State, session: WidgetSession): State {
  const fresh = !state.contact;
  const { more = false, earlier = false } = session;
  const base = fresh && session.contact.id ? { ...state, more, earlier } : state;
  const next = {
    ...base,
    config: session.config,
    contact: session.contact,
    agentsOnline: session.agents_online ?? false,
    invitations: session.invitations ?? null,
  };
  return withMessages(
    withConversation(next, session.conversation ?? null),
    session.messages ?? [],
  );
}

export function reduce(state: State = START, action: Action): State {
  switch (action.do) {
    case "session":
      return withSession(state, action.session);
    case "events":
      return action.events.reduce(withEvent, state);
    case "page":
      return withPage(state, action.page, action.older ?? false);
    case "past":
      return withPast(state, action.page);
    case "sent":
      return withMessages(withConversation(state, action.conversation), [action.message]);
    case "seen":
      return { ...state, read: state.messages.at(-1)?.seq ?? 0 };
    case "set":
      return { ...state, ...action.change };
  }
}
