/** *bold*, _italic_ and the like, once somebody has written such. Text to elements, never to HTML. */
import { marked, type MarkedPiece } from "@tertulia/protocol";
import { Away, define, h, linkify } from "../lazy/kit";
import css from "./marks/marks.css?inline";

const TAGS = { bold: "strong", italic: "em", strike: "s", code: "code", mono: "code" };

const shown = (pieces: MarkedPiece[]): unknown =>
  pieces.map((piece) =>
    typeof piece === "string"
      ? linkify(piece).map(({ text, href }) => (href ? Away({ href }, text) : text))
      : h(TAGS[piece.mark], null, shown(piece.pieces) as string),
  );

export const marks = define("marks", () => ({ spell: (text: string) => shown(marked(text)) }), css);
