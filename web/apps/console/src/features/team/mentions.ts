// "@Ana Ribeiro" in words. Pure.

/** What is typed after the last "@" before the caret, or null if no name is being typed there. */
export function mentionAt(text: string, caret: number): { from: number; query: string } | null {
  const found = /(?:^|\s)@([\p{L}\p{M}\p{N}'.-]{0,40})$/u.exec(text.slice(0, caret));
  return found ? { from: caret - found[1]!.length - 1, query: found[1]! } : null;
}

const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Whose first, or any, name begins so; without accents. */
export function suggest<T extends { name: string }>(people: readonly T[], query: string): T[] {
  const wanted = plain(query);
  return people.filter(({ name }) => plain(name).split(/\s+/).some((word) => word.startsWith(wanted))).slice(0, 6);
}

/** Ids of those whose name stands in the text after an "@". */
export function mentionsIn(text: string, people: readonly { id: string; name: string }[]): string[] {
  const found = new Set<string>();
  const called = new Set(mentionPieces(text, people.map(({ name }) => name)).filter((p) => p.called).map((p) => p.text));
  for (const { id, name } of people) if (called.has(`@${name}`)) found.add(id);
  return [...found];
}

/** The text cut at "@Name" of these names; the longest name counts. */
export function mentionPieces(text: string, names: readonly string[]): { text: string; called: boolean }[] {
  const known = names.filter(Boolean).sort((a, b) => b.length - a.length);
  if (known.length === 0) return [{ text, called: false }];
  const escaped = known.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = new RegExp(`@(?:${escaped.join("|")})(?![\\p{L}\\p{N}])`, "gu");
  const pieces: { text: string; called: boolean }[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > end) pieces.push({ text: text.slice(end, match.index), called: false });
    pieces.push({ text: match[0], called: true });
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), called: false });
  return pieces;
}
