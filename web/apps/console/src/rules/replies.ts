// Quick responses, searched as one types.
import { plain } from "./search";

export interface Findable {
  code: string;
  name: string;
  text?: string;
  shared: boolean;
}

/** "/" at the beginning or after white space opens the list; what follows is the query. */
export function typedSlash(text: string, caret: number): { at: number; query: string } | null {
  const found = /(?:^|\s)\/([^\s/]{0,32})$/u.exec(text.slice(0, caret));
  return found ? { at: caret - found[1]!.length - 1, query: found[1]! } : null;
}

/** A text in the place of what called it, "/query" at `at`, in words that may have changed since: they
 * are fetched, and one writes on. by: how much the words after it have moved. */
export function putReply(text: string, { at, query }: { at: number; query: string }, filled: string) {
  const called = `/${query}`;
  const there = text.startsWith(called, at) ? at : text.indexOf(called);
  if (there < 0) return { text: text + filled, end: text.length + filled.length, by: 0 };
  const end = there + filled.length;
  return { text: text.slice(0, there) + filled + text.slice(there + called.length), end, by: end - there - called.length };
}

/** The best first: by shortcut, by name, then by the words; accents and case do not matter. */
export function findReplies<R extends Findable>(all: readonly R[], query: string): R[] {
  const wanted = plain(query);
  const ranked = all.map((one) => ({ one, rank: rankOf(one, wanted) })).filter(({ rank }) => rank < 9);
  return ranked
    .sort((a, b) => a.rank - b.rank || a.one.code.localeCompare(b.one.code) || Number(a.one.shared) - Number(b.one.shared))
    .map(({ one }) => one);
}

function rankOf({ code, name, text = "" }: Findable, wanted: string): number {
  if (!wanted) return 0;
  if (code === wanted) return 0;
  if (code.startsWith(wanted)) return 1;
  const words = plain(name);
  if (words.startsWith(wanted)) return 2;
  if (words.split(/\s+/).some((word) => word.startsWith(wanted))) return 3;
  if (code.includes(wanted) || words.includes(wanted)) return 4;
  return plain(text).includes(wanted) ? 5 : 9;
}
