// Notes that name this agent, by conversation and number. Pure.
import type { MentionView } from "@tertulia/protocol";

export type Mentions = Readonly<Record<string, MentionView>>;

export const mentionKey = ({ conversation_id, seq }: MentionView): string => `${conversation_id}#${seq}`;

/** What was read stays read, however late the news of it comes. */
export function putMentions(held: Mentions, incoming: readonly MentionView[]): Mentions {
  let next: Record<string, MentionView> | null = null;
  for (const mention of incoming) {
    const key = mentionKey(mention);
    const before = (next ?? held)[key];
    const read = mention.read === true || before?.read === true;
    if (before && before.read === read) continue;
    next ??= { ...held };
    next[key] = { ...mention, read };
  }
  return next ?? held;
}

export const newestFirst = (held: Mentions): MentionView[] =>
  Object.values(held).sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : b.seq - a.seq));

export const unreadMentions = (held: Mentions): MentionView[] =>
  Object.values(held).filter(({ read }) => !read);

export const unreadIn = (held: Mentions, conversation: string): boolean =>
  unreadMentions(held).some(({ conversation_id }) => conversation_id === conversation);
