// The team's one reaction to what a contact wrote. Pure.
import type { MessageView } from "@tertulia/protocol";

export interface Reactor {
  id: string;
  name: string;
}

const OURS = /^(?!contact:)/;
const plain = (emoji: string): string => emoji.replaceAll("\ufe0f", "");

/** The team's, '' for none. */
export function oursOn(message: MessageView): string {
  const found = Object.entries(message.reactions ?? {}).find(([who]) => OURS.test(who));
  return found?.[1] ?? "";
}

/** Whether both look alike: some providers write a heart without its variation selector. */
export const alike = (one: string, other: string): boolean => plain(one) === plain(other);

/** As it will be once the server has it; its `rev` stays, so that the server's answer replaces it. */
export function withReaction(message: MessageView, emoji: string, me: Reactor): MessageView {
  const kept = Object.entries(message.reactions ?? {}).filter(([who]) => !OURS.test(who));
  const reactions = Object.fromEntries(emoji ? [...kept, [`agent:${me.id}`, emoji]] : kept);
  const author = { kind: "agent" as const, ...me };
  return { ...message, reactions, reaction: { emoji, author, delivery: { state: "queued" } } };
}

export interface Offered {
  first: readonly string[];
  rest: readonly string[]; // what the channel takes besides, if it has a list
  any: boolean; // or whether it takes any
}

const FIRST = 6;

export function offered(limits: { reactions?: readonly string[]; any_reaction?: boolean }): Offered {
  const listed = limits.reactions ?? [];
  return { first: listed.slice(0, FIRST), rest: listed.slice(FIRST), any: limits.any_reaction === true };
}
