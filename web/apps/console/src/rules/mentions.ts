// "@Ben" in a note: whom it means, where it stands, and what is being typed. Pure.

export interface Named {
  id: string;
  name: string;
}

export type MentionPiece = { kind: "text" | "mention"; text: string };

/** The agents whose names stand in the text after an "@", each once. A longer name wins. */
export function mentionsIn(text: string, agents: readonly Named[]): string[] {
  const found = new Set<string>();
  walk(text, agents, (agent) => found.add(agent.id));
  return [...found];
}

/** The text cut where colleagues are named. */
export function mentionPieces(text: string, agents: readonly Named[]): MentionPiece[] {
  const pieces: MentionPiece[] = [];
  let from = 0;
  walk(text, agents, (agent, at) => {
    if (at > from) pieces.push({ kind: "text", text: text.slice(from, at) });
    from = at + 1 + agent.name.length;
    pieces.push({ kind: "mention", text: text.slice(at, from) });
  });
  if (from < text.length) pieces.push({ kind: "text", text: text.slice(from) });
  return pieces;
}

function walk(text: string, agents: readonly Named[], meet: (agent: Named, at: number) => void): void {
  const longestFirst = agents.filter(({ name }) => name).sort((a, b) => b.name.length - a.name.length);
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    if (at > 0 && isWord(text[at - 1]!)) continue; // an e-mail address
    const agent = longestFirst.find(({ name }) => begins(text, at + 1, name));
    if (!agent) continue;
    meet(agent, at);
    at += agent.name.length;
  }
}

function begins(text: string, at: number, name: string): boolean {
  const there = text.slice(at, at + name.length);
  const after = text[at + name.length];
  return there.toLowerCase() === name.toLowerCase() && (after === undefined || !isWord(after));
}

const isWord = (letter: string): boolean => /[\p{L}\p{N}_]/u.test(letter);

export interface Typed {
  at: number; // of the "@"
  query: string;
}

const LONGEST = 40;

/** What is typed after an "@" before the caret; null if nobody is being named. */
export function typedMention(text: string, caret: number): Typed | null {
  const before = text.slice(0, caret);
  const at = before.lastIndexOf("@");
  if (at < 0 || (at > 0 && isWord(before[at - 1]!))) return null;
  const query = before.slice(at + 1);
  return query.length > LONGEST || /[\n@]/.test(query) || query.startsWith(" ") ? null : { at, query };
}
