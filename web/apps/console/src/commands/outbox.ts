// What was sent and is not yet known to be stored: kept in this browser, so that a reload loses none.
// The server stores a client_id once, however often it is sent.
import type { Pending } from "@tertulia/protocol";
import { entries, stale, type Entry } from "./entries";

export interface Kept {
  conversation: string;
  pending: Pending;
}

const outbox = entries<Kept>("outbox", ({ conversation, pending }) => !!conversation && !!pending?.client_id && !!pending.message);

const entryOf = ({ client_id, message }: Pending): Entry => ({ me: message.author.id ?? "", at: message.at, id: client_id });

export const keep = (conversation: string, pending: Pending): void => outbox.keep(entryOf(pending), { conversation, pending });

export const forget = (pending: Pending): void => outbox.forget(entryOf(pending));

/** This agent's, in the order of writing. */
export const kept = outbox.kept;

export const isStale = ({ pending }: Kept, now: number): boolean => stale(pending.message.at, now);
