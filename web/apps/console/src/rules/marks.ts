// *bold* _italic_ ~strike~ `code` ```mono```, read as chalicelib/channels/marks.py reads them: one
// table of cases (tests/fixtures/composer/marks.json) holds both.
import type { Mark } from "./limits";

export type MarkedPiece = string | { mark: Mark; pieces: MarkedPiece[] };

const EDGE = String.raw`[\p{L}\p{N}_]`;
const pair = (sign: string, name: Mark): string =>
  String.raw`(?<!${EDGE})${sign}(?=\S)(?<${name}>[^\n${sign}]+)(?<=\S)${sign}(?!${EDGE})`;
const MARK = new RegExp(
  [
    String.raw`(?<address>https?:\/\/\S+)`, // signs in addresses are theirs
    String.raw`\`\`\`(?<mono>.+?)\`\`\``.replaceAll("\\`", "`"),
    "`(?<code>[^`\\n]+)`",
    pair("\\*", "bold"),
    pair("_", "italic"),
    pair("~", "strike"),
  ].join("|"),
  "gsu",
);
const WHOLE: readonly Mark[] = ["mono", "code"];

/** Text in pieces: plain words, and what stands between signs. `only`: the marks that count. */
export function marked(text: string, only?: readonly string[]): MarkedPiece[] {
  const found: MarkedPiece[] = [];
  let at = 0;
  for (const match of text.matchAll(MARK)) {
    const [mark, inner] = Object.entries(match.groups ?? {}).find(([, words]) => words !== undefined) as [Mark | "address", string];
    if (mark === "address") continue;
    if (match.index > at) found.push(text.slice(at, match.index));
    const pieces = WHOLE.includes(mark) ? [inner] : marked(inner, only);
    if (only && !only.includes(mark)) found.push(match[0]);
    else found.push({ mark, pieces });
    at = match.index + match[0].length;
  }
  if (at < text.length) found.push(text.slice(at));
  return found;
}

export const hasMarks = (text: string, beyond: readonly string[] = []): boolean =>
  marked(text).some((piece) => typeof piece !== "string" && goesBeyond(piece, beyond));

function goesBeyond(piece: { mark: Mark; pieces: MarkedPiece[] }, beyond: readonly string[]): boolean {
  if (!beyond.includes(piece.mark)) return true;
  return piece.pieces.some((inner) => typeof inner !== "string" && goesBeyond(inner, beyond));
}

export const SIGNS: Record<Mark, string> = { bold: "*", italic: "_", strike: "~", code: "`", mono: "```" };

export interface Edit {
  text: string;
  from: number;
  to: number;
}

/** Put the signs of a mark around a selection, or take them away; without one, around the caret. */
export function toggleMark(text: string, from: number, to: number, mark: Mark): Edit {
  const sign = SIGNS[mark];
  const n = sign.length;
  const chosen = text.slice(from, to);
  const lead = chosen.length - chosen.trimStart().length;
  const start = chosen.trim() ? from + lead : from;
  const end = chosen.trim() ? start + chosen.trim().length : to;
  if (text.slice(start - n, start) === sign && text.slice(end, end + n) === sign) {
    return {
      text: text.slice(0, start - n) + text.slice(start, end) + text.slice(end + n),
      from: start - n,
      to: end - n,
    };
  }
  return {
    text: text.slice(0, start) + sign + text.slice(start, end) + sign + text.slice(end),
    from: start + n,
    to: end + n,
  };
}
