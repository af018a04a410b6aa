/** Messages that are written but not yet stored by the server, kept so that neither a lost
 * connection nor a closed tab loses or doubles one. Each lies under a key of its own: tabs add and
 * remove without overwriting each other. */
import type { Content } from "@tertulia/protocol";
import type { Keeper } from "../storage/keeper";

export interface Waiting {
  /** Epoch milliseconds by the visitor's clock; the order of sending. */
  created_ts: number;
  text: string;
  /** The conversation it was written in, '' before there is one. */
  chat_id: string;
  /** The message's client_id: sending it again stores nothing more. */
  msg_id: string;
  /** Set for anything but plain text. */
  content?: Content;
  /** seq of the message that it answers. */
  reply_to?: number;
  /** Why the server refused it: it stays until the visitor tries again or removes it. */
  error?: string;
}

export const inOrder = (a: Waiting, b: Waiting): number =>
  a.created_ts - b.created_ts || (a.msg_id < b.msg_id ? -1 : 1);

export const list = (keeper: Keeper): Waiting[] => keeper.all<Waiting>("outbox").sort(inOrder);

export const put = (keeper: Keeper, item: Waiting): void => keeper.set("outbox", item, item.msg_id);

export const drop = (keeper: Keeper, id: string): void => keeper.remove("outbox", id);

/** The next to send. A refused one is passed over, since it would block the rest for ever. */
export const next = (items: Waiting[]): Waiting | undefined => items.find((item) => !item.error);

/** Time first, so that ids sort as they were made; then 48 random bits. */
export function newId(now: number, random: (bytes: Uint8Array) => Uint8Array): string {
  const noise = [...random(new Uint8Array(6))].map((b) => b.toString(16).padStart(2, "0")).join("");
  return `w${now.toString(36)}-${noise}`;
}
