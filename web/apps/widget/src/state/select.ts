/** What can be told from the state. Pure. */
import type { Content, MessageView } from "@tertulia/protocol";
import type { Waiting } from "../outbox/outbox";
import type { State } from "./state";

export type Mark = "" | "waiting" | "failed" | "sent" | "read";

/** A line of the thread: a stored message, or one that waits to be sent. */
export interface Row {
  id: string;
  message: MessageView | null;
  waiting: Waiting | null;
  content: Content;
  mine: boolean;
  name: string;
  at: string;
  mark: Mark;
  /** Starts a day, a group of the same author, ends a group of the same minute. */
  day: boolean;
  first: boolean;
  last: boolean;
}

const minuteOf = (moment: string) => Math.floor(Date.parse(moment) / 60_000);
const dayOf = (moment: string) => new Date(moment).toDateString();

function messageRow(message: MessageView, agentRead: number): Row {
  const mine = message.author.kind === "contact";
  return {
    id: `${message.conversation_id}/${message.seq}`,
    message,
    waiting: null,
    content: message.content,
    mine,
    name: message.author.name ?? "",
    at: message.at,
    mark: mine ? (message.seq <= agentRead ? "read" : "sent") : "",
    day: false,
    first: false,
    last: false,
  };
}

export function waitingContent(item: Waiting): Content {
  return item.content ?? { kind: "text", text: item.text };
}

function waitingRow(item: Waiting): Row {
  return {
    id: item.msg_id,
    message: null,
    waiting: item,
    content: waitingContent(item),
    mine: true,
    name: "",
    at: new Date(item.created_ts).toISOString(),
    mark: item.error ? "failed" : "waiting",
    day: false,
    first: false,
    last: false,
  };
}

const sameVoice = (a: Row, b: Row) => a.mine === b.mine && a.name === b.name;

/** The thread, grouped by author and minute. */
export function rowsOf(state: State): Row[] {
  const agentRead = state.conversation?.agent_read ?? 0;
  // The server's copy may be here while its answer to us is still on the way, or lost.
  const stored = new Set(state.messages.map((message) => message.client_id));
  const rows = [
    ...state.past.map((message) => messageRow(message, Infinity)),
    ...state.messages.map((message) => messageRow(message, agentRead)),
    ...state.outbox.filter((item) => !stored.has(item.msg_id)).map(waitingRow),
  ];
  rows.forEach((row, i) => {
    const before = rows[i - 1];
    const after = rows[i + 1];
    row.day = !before || dayOf(before.at) !== dayOf(row.at);
    row.first = row.day || !before || !sameVoice(before, row) || minuteOf(row.at) - minuteOf(before.at) > 4;
    row.last =
      !after || !sameVoice(row, after) || minuteOf(row.at) !== minuteOf(after.at) || row.mark !== after.mark;
  });
  return rows;
}

/** Messages to the visitor that he has not had on the screen. */
export function unreadOf(state: State): MessageView[] {
  const read = Math.max(state.read, state.conversation?.visitor_read ?? 0);
  return state.messages.filter((m) => m.author.kind !== "contact" && m.seq > read && !m.deleted_at);
}

export const lastSeq = (state: State): number => state.messages.at(-1)?.seq ?? 0;

/** Whether there is more in it than words: parts/files.tsx shows it. */
export const isRich = ({ media, location, contacts, options }: Content): boolean =>
  Boolean(media?.length || location || contacts?.length || options?.length);
