import { memo } from "react";
import { useWorkspace } from "../../app/workspace";
import { RichText } from "../thread/content/RichText";
import css from "./Mentioned.module.css";
import { mentionPieces } from "./mentions";

/** Words in which who is called stands out. */
export const Mentioned = memo(function Mentioned({ text, mentions }: { text: string; mentions: string[] }) {
  const { agents } = useWorkspace();
  const names = agents.filter(({ id }) => mentions.includes(id)).map(({ name }) => name);
  if (names.length === 0) return <RichText text={text} />;
  return mentionPieces(text, names).map((piece, i) =>
    piece.called ? (
      <span key={i} className={css.called}>
        {piece.text}
      </span>
    ) : (
      <RichText key={i} text={piece.text} />
    ),
  );
});
