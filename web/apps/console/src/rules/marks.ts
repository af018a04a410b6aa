// How a text is marked up while it is written; what its signs mean is the protocol's.
import { marked, type MarkedPiece } from "@tertulia/protocol";
import type { Mark } from "./limits";

export { marked, type MarkedPiece };

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
