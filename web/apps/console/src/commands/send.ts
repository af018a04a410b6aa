// Show the message at once, send it, and say so in its place if that failed.
import {
  addPending,
  failPending,
  mergeMessages,
  dropPending,
  type Bootstrap,
  type Content,
  type MessageView,
  type Pending,
} from "@tertulia/protocol";
import i18n from "i18next";
import * as api from "../api/endpoints";
import { changeThread, expectThread } from "../live/state";
import { queries } from "../live/listFetch";
import { live, update } from "../live/store";
import { sentWith } from "../rules/copies";
import { mentionsIn } from "../rules/mentions";
import { sayWhy } from "../ui/sayWhy";
import * as outbox from "./outbox";

const MOST_MENTIONS = 20;

export interface Outgoing {
  conversationId: string;
  content: Content;
  note: boolean;
  replyTo: number;
  author: { id: string; name: string };
}

/** Resolves to whether the server has it; never rejects. */
export function send(outgoing: Outgoing): Promise<boolean> {
  return post(outgoing.conversationId, asPending(outgoing));
}

export function retrySend(conversationId: string, clientId: string): Promise<boolean> {
  const pending = live().threads[conversationId]?.pending.find((p) => p.client_id === clientId);
  return pending ? post(conversationId, { ...pending, state: "sending", reason: "" }) : Promise.resolve(false);
}

export function discard(conversationId: string, clientId: string): void {
  const pending = live().threads[conversationId]?.pending.find((p) => p.client_id === clientId);
  if (pending) outbox.forget(pending);
  update((state) => changeThread(state, conversationId, (thread) => dropPending(thread, clientId)));
}

/** What a reload interrupted goes on: in its order, each once. What was refused, or was written
 * long ago, waits for its author. */
export function resumeSends(me: string): void {
  for (const entry of outbox.kept(me)) {
    const { conversation, pending } = entry;
    update((state) => expectThread(state, conversation));
    if (pending.state === "sending" && !outbox.isStale(entry, Date.now())) {
      void post(conversation, pending);
      continue;
    }
    const reason = pending.reason || i18n.t("kept.notSentYet");
    update((state) => changeThread(state, conversation, (thread) => addPending(thread, { ...pending, state: "failed", reason })));
  }
}

function asPending({ conversationId, content, note, replyTo, author }: Outgoing): Pending {
  const clientId = newClientId();
  const message: MessageView = {
    conversation_id: conversationId,
    seq: 0,
    author: { kind: "agent", ...author },
    content: note ? withMentions(content) : content,
    visibility: note ? "note" : "public",
    at: new Date().toISOString(),
    client_id: clientId,
    reply_to: replyTo,
  };
  return { client_id: clientId, message, state: "sending", reason: "" };
}

/** Whom a note's words name. */
export function withMentions(content: Content): Content {
  const agents = queries.getQueryData<Bootstrap>(["me"])?.agents ?? [];
  const mentions = mentionsIn(content.text ?? "", agents);
  return mentions.length > 0 ? { ...content, mentions: mentions.slice(0, MOST_MENTIONS) } : content;
}

export const newClientId = (): string => crypto.randomUUID?.() ?? fallbackId();

/** randomUUID is missing on plain http addresses other than localhost. */
function fallbackId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
}

const lanes = new Map<string, Promise<boolean>>();

/** One at a time per conversation, so that they are stored in the order of writing. */
function post(id: string, pending: Pending): Promise<boolean> {
  outbox.keep(id, pending);
  update((state) => changeThread(state, id, (thread) => addPending(thread, pending)));
  const lane = (lanes.get(id) ?? Promise.resolve(true)).then(() => deliver(id, pending));
  lanes.set(id, lane);
  return lane;
}

/** Without a network, messages wait for it in their place. */
const connected = (): Promise<unknown> =>
  navigator.onLine ? Promise.resolve() : new Promise((go) => addEventListener("online", go, { once: true }));

async function deliver(id: string, pending: Pending): Promise<boolean> {
  const { client_id, message } = pending;
  const note = message.visibility === "note";
  const body = { client_id, ...sentWith(message.content), reply_to: message.reply_to ?? 0, note };
  await connected();
  try {
    const stored = await api.sendMessage(id, body);
    outbox.forget(pending);
    update((state) =>
      changeThread(state, id, (thread) => dropPending(mergeMessages(thread, [stored]), client_id)),
    );
    return true;
  } catch (error) {
    const reason = sayWhy(error);
    outbox.keep(id, { ...pending, state: "failed", reason });
    update((state) => changeThread(state, id, (thread) => failPending(thread, client_id, reason)));
    return false;
  }
}
