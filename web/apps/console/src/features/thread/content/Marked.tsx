// *bold*, _italic_ and the like, where the contact sees them so. Text to elements, never to HTML.
import { createContext, useContext, type ReactNode } from "react";
import { limitsOf } from "../../../rules/limits";
import { marked, type MarkedPiece } from "../../../rules/marks";
import css from "./Marked.module.css";

const NONE: readonly string[] = [];
const Context = createContext<readonly string[]>(NONE);

/** value: the marks that count in what stands within. */
export const ShownMarks = Context.Provider;

/** Telegram tells a contact's formatting apart from his words: signs in these are just signs. */
export function shownMarks(channelKind: string, authorKind: string): readonly string[] {
  if (channelKind === "telegram" && authorKind === "contact") return NONE;
  return limitsOf(channelKind).marks;
}

export const NOTE_MARKS: readonly string[] = ["bold", "italic", "strike", "code", "mono"];

const TAGS = { bold: "strong", italic: "em", strike: "s", code: "code", mono: "code" } as const;

/** words: how plain text is drawn. */
export function Marked({ text, words }: { text: string; words(text: string): ReactNode }) {
  const marks = useContext(Context);
  if (marks.length === 0) return words(text);
  return <Pieces pieces={marked(text, marks)} words={words} />;
}

function Pieces({ pieces, words }: { pieces: readonly MarkedPiece[]; words(text: string): ReactNode }) {
  return pieces.map((piece, i) => {
    if (typeof piece === "string") return <span key={i}>{words(piece)}</span>;
    const Tag = TAGS[piece.mark];
    return (
      <Tag key={i} className={piece.mark === "mono" ? css.mono : piece.mark === "code" ? css.code : undefined}>
        <Pieces pieces={piece.pieces} words={words} />
      </Tag>
    );
  });
}
