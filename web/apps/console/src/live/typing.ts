// Who is typing in which conversation: several at once. Pure.
import type { TypingShown } from "@tertulia/protocol";

export type TypingNow = TypingShown & { until: number }; // milliseconds

/** Conversation -> author -> what he does. */
export type Typing = Readonly<Record<string, Readonly<Record<string, TypingNow>>>>;

const SHOWN = 6_000;
const NOBODY: Readonly<Record<string, TypingNow>> = {};

export function typingShown(typing: Typing, event: TypingShown, now: number): Typing {
  const id = event.conversation_id;
  if (event.on === false) return typingEnded(typing, id, event.author_id);
  const there = { ...typing[id], [event.author_id]: { ...event, until: now + SHOWN } };
  return { ...typing, [id]: there };
}

/** author: '' = every contact. */
export function typingEnded(typing: Typing, id: string, author: string): Typing {
  const there = typing[id];
  if (!there) return typing;
  const left = Object.values(there).filter((one) =>
    author ? one.author_id !== author : one.author_kind !== "contact",
  );
  return left.length === Object.keys(there).length ? typing : withOnly(typing, id, left);
}

export function dropOldTyping(typing: Typing, now: number): Typing {
  let next = typing;
  for (const [id, there] of Object.entries(typing)) {
    const left = Object.values(there).filter(({ until }) => until > now);
    if (left.length < Object.keys(there).length) next = withOnly(next, id, left);
  }
  return next;
}

function withOnly(typing: Typing, id: string, left: readonly TypingNow[]): Typing {
  const { [id]: _before, ...others } = typing;
  if (left.length === 0) return others;
  return { ...others, [id]: Object.fromEntries(left.map((one) => [one.author_id, one])) };
}

export const typingIn = (typing: Typing, id: string): Readonly<Record<string, TypingNow>> =>
  typing[id] ?? NOBODY;

export const contactTypes = (typing: Typing, id: string): boolean =>
  Object.values(typingIn(typing, id)).some(({ author_kind }) => author_kind === "contact");
