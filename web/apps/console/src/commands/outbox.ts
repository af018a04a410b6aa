// What was sent and is not yet known to be stored: kept in this browser, so that a reload loses none.
// One entry a message, so that several tabs do not write over each other. The server stores a
// client_id once, however often it is sent.
import type { Pending } from "@tertulia/protocol";
import { load, save } from "../ui/preference";

export interface Kept {
  conversation: string;
  pending: Pending;
}

const STALE = 12 * 3600_000; // milliseconds: who wrote so long ago is asked again
const prefix = (me: string): string => `tertulia.outbox.${me}.`;
const keyOf = ({ client_id, message }: Pending): string =>
  `${prefix(message.author.id ?? "")}${Date.parse(message.at)}.${client_id}`;

export const keep = (conversation: string, pending: Pending): void => save(keyOf(pending), { conversation, pending });

export const forget = (pending: Pending): void => save(keyOf(pending), undefined);

/** This agent's, in the order of writing. */
export function kept(me: string): Kept[] {
  return names()
    .filter((name) => name.startsWith(prefix(me)))
    .sort()
    .map((name) => load<Kept | null>(name, null))
    .filter((entry): entry is Kept => !!entry?.conversation && !!entry.pending?.client_id && !!entry.pending.message);
}

export const isStale = ({ pending }: Kept, now: number): boolean => now - Date.parse(pending.message.at) > STALE;

function names(): string[] {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}
