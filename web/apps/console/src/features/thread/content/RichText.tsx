import { memo } from "react";
import { pieces } from "../../../rules/links";
import { mentionPieces } from "../../../rules/mentions";
import { Marked } from "./Marked";
import { useMentioned } from "./mentioned";
import css from "./RichText.module.css";

/** Words with line breaks, and links that are safe to follow. Never markup of a stranger. */
export const RichText = memo(function RichText({ text }: { text: string }) {
  return (
    <span className={css.text} data-large={isEmojiOnly(text) || undefined}>
      <Marked text={text} words={(plain) => <Linked text={plain} />} />
    </span>
  );
});

function Linked({ text }: { text: string }) {
  return pieces(text).map((piece, i) =>
    piece.kind === "text" ? (
      <Words key={i} text={piece.text} />
    ) : (
      <a key={i} href={piece.href} target="_blank" rel="noopener noreferrer nofollow ugc">
        {piece.text}
      </a>
    ),
  );
}

/** Colleagues whom a note names stand out. */
function Words({ text }: { text: string }) {
  const named = useMentioned();
  if (named.length === 0) return text;
  return mentionPieces(text, named).map((piece, i) =>
    piece.kind === "text" ? (
      piece.text
    ) : (
      <strong key={i} className={css.mention} data-testid="mention">
        {piece.text}
      </strong>
    ),
  );
}

const EMOJI = /^(?:\p{Extended_Pictographic}(?:\uFE0F|\u200D|\p{Emoji_Modifier}|\p{Extended_Pictographic})*\s*){1,3}$/u;

const isEmojiOnly = (text: string): boolean => text.length < 40 && EMOJI.test(text.trim());
