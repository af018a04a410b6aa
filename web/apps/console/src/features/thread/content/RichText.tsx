import { memo } from "react";
import { pieces } from "../../../rules/links";
import css from "./RichText.module.css";

/** Words with line breaks, and links that are safe to follow. Never markup of a stranger. */
export const RichText = memo(function RichText({ text }: { text: string }) {
  return (
    <span className={css.text} data-large={isEmojiOnly(text) || undefined}>
      {pieces(text).map((piece, i) =>
        piece.kind === "text" ? (
          piece.text
        ) : (
          <a key={i} href={piece.href} target="_blank" rel="noopener noreferrer nofollow ugc">
            {piece.text}
          </a>
        ),
      )}
    </span>
  );
});

const EMOJI = /^(?:\p{Extended_Pictographic}(?:\uFE0F|\u200D|\p{Emoji_Modifier}|\p{Extended_Pictographic})*\s*){1,3}$/u;

const isEmojiOnly = (text: string): boolean => text.length < 40 && EMOJI.test(text.trim());
