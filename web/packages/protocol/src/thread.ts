// The rules of docs/realtime.md: how a client stays right. Pure; nothing is changed in place.
import type { ConversationView, MessageView, PreviewView } from "./generated";

/** A message that its author sees before the server has it. */
export interface Pending {
  client_id: string;
  message: MessageView; // as it will look; its seq means nothing
  state: "sending" | "failed";
  reason: string; // why it failed, in words; '' while sending
}

/** messages: ascending seq, one per seq. more: whether older ones can be fetched. */
export interface Thread {
  messages: readonly MessageView[];
  pending: readonly Pending[];
  more: boolean;
}

export const emptyThread: Thread = { messages: [], pending: [], more: false };

const revOf = (message: MessageView): number => message.rev ?? 0;

/** Keep what is newer by rev; a stored message takes the place of the pending one it was. */
export function mergeMessages(thread: Thread, incoming: readonly MessageView[]): Thread {
  if (incoming.length === 0) return thread;
  const bySeq = new Map(thread.messages.map((message) => [message.seq, message]));
  let changed = false;
  for (const message of incoming) {
    const held = bySeq.get(message.seq);
    if (held && revOf(held) >= revOf(message)) continue;
    bySeq.set(message.seq, message);
    changed = true;
  }
  const pending = withoutStored(thread.pending, incoming);
  if (!changed && pending === thread.pending) return thread;
  const messages = changed
    ? [...bySeq.values()].sort((a, b) => a.seq - b.seq)
    : thread.messages;
  return { ...thread, messages, pending };
}

function withoutStored(pending: readonly Pending[], incoming: readonly MessageView[]) {
  const stored = new Set(incoming.map((message) => message.client_id).filter(Boolean));
  const left = pending.filter((entry) => !stored.has(entry.client_id));
  return left.length === pending.length ? pending : left;
}

/** Show a message at once; the same client_id again replaces it (a retry). Not if it is stored. */
export function addPending(thread: Thread, entry: Pending): Thread {
  if (thread.messages.some((message) => message.client_id === entry.client_id)) return thread;
  const at = thread.pending.findIndex((other) => other.client_id === entry.client_id);
  const pending =
    at < 0 ? [...thread.pending, entry] : thread.pending.map((other, i) => (i === at ? entry : other));
  return { ...thread, pending };
}

export function failPending(thread: Thread, clientId: string, reason: string): Thread {
  return {
    ...thread,
    pending: thread.pending.map((entry) =>
      entry.client_id === clientId ? { ...entry, state: "failed", reason } : entry,
    ),
  };
}

export function dropPending(thread: Thread, clientId: string): Thread {
  return { ...thread, pending: thread.pending.filter((entry) => entry.client_id !== clientId) };
}

/** The seq after which something is missing, or null. Agents' numbers have no holes; visitors' do. */
export function holeAfter(thread: Thread): number | null {
  for (let i = 1; i < thread.messages.length; i++) {
    const before = thread.messages[i - 1]!;
    if (thread.messages[i]!.seq > before.seq + 1) return before.seq;
  }
  return null;
}

/** The newest seq held, 0 if none: what to pass as `after` on reconnection. */
export function newestSeq(thread: Thread): number {
  return thread.messages.at(-1)?.seq ?? 0;
}

const BOT_MOVES_AFTER = 60_000; // milliseconds

/** The list's row after a message. An older message than the row's changes nothing. */
export function bumpRow(row: ConversationView, message: MessageView): ConversationView {
  if (message.seq <= row.seq) return row;
  if (isMuted(row, message)) return { ...row, seq: message.seq, last: { ...row.last, seq: message.seq } };
  const lastAt = movedTo(row.last_at, message);
  return {
    ...row,
    seq: message.seq,
    inbound: message.inbound ?? row.inbound,
    last: { ...lastWords(row.last, message), at: lastAt },
    last_at: lastAt,
    waiting_since: waitingAfter(row.waiting_since ?? null, message),
    inbound_at: isInbound(message) ? message.at : (row.inbound_at ?? null),
  };
}

/** A bot answers what has just moved the row: it stays where it is. */
const movedTo = (before: string, message: MessageView): string =>
  message.author.kind === "bot" && Date.parse(message.at) - Date.parse(before) < BOT_MOVES_AFTER
    ? before
    : message.at;

/** Of somebody who is blocked: a contact's word that counts as none. */
const isMuted = (row: ConversationView, message: MessageView): boolean =>
  isInbound(message) && message.inbound !== undefined && message.inbound <= row.inbound;

const isInbound = (message: MessageView): boolean =>
  message.visibility === "public" && message.author.kind === "contact";

function waitingAfter(before: string | null, message: MessageView): string | null {
  if (message.visibility !== "public") return before;
  if (message.author.kind === "contact") return before ?? message.at;
  return message.author.kind === "system" ? before : null;
}

/** A row that arrived whole. What it says of messages yields to a row that knows newer ones. */
export function replaceRow(
  held: ConversationView | undefined,
  incoming: ConversationView,
): ConversationView {
  if (!held) return incoming;
  if (incoming.version < held.version) return withNewerMessages(held, incoming);
  if (incoming.version === held.version && incoming.seq < held.seq) return held;
  return withNewerMessages({ ...incoming, reads: furthest(held, incoming) }, held);
}

/** `base`, with the message fields of `other` if that one knows a newer message. */
function withNewerMessages(base: ConversationView, other: ConversationView): ConversationView {
  if (other.seq <= base.seq) return base;
  const { seq, inbound, inbound_at, last, last_at, waiting_since } = other;
  return { ...base, seq, inbound, inbound_at, last, last_at, waiting_since };
}

/** Nobody unreads: what this screen marked as read stays so while the server catches up. */
function furthest(held: ConversationView, incoming: ConversationView): Record<string, number> {
  const reads = { ...held.reads };
  for (const [agent, inbound] of Object.entries(incoming.reads ?? {})) {
    reads[agent] = Math.max(inbound, reads[agent] ?? 0);
  }
  return reads;
}

export function unread(row: ConversationView, agentId: string): number {
  return Math.max(0, row.inbound - (row.reads?.[agentId] ?? 0));
}

/** What the list shows of a message: at most 120 characters. */
/** A quiet line is not what was said last; alone it is better than nothing. */
function lastWords(before: PreviewView, message: MessageView): PreviewView {
  if (message.visibility === "event" && before.kind) return { ...before, seq: message.seq, at: message.at };
  return previewOf(message);
}

export function previewOf(message: MessageView): PreviewView {
  return {
    seq: message.seq,
    kind: message.content.kind,
    author_kind: message.author.kind,
    author_name: message.author.name ?? "",
    visibility: message.visibility,
    text: previewText(message),
    at: message.at,
  };
}

const PREVIEW_LENGTH = 120;

function previewText({ content, deleted_at }: MessageView): string {
  if (deleted_at) return "";
  const words =
    content.text ||
    content.choice?.title ||
    content.media?.[0]?.name ||
    content.location?.name ||
    content.contacts?.[0]?.name ||
    content.event ||
    "";
  return [...words.replace(/\s+/g, " ").trim()].slice(0, PREVIEW_LENGTH).join("");
}
