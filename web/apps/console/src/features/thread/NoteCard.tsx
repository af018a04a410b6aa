import { IconNote } from "@tabler/icons-react";
import type { ConversationView, MessageView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { exact, exactWithSeconds } from "../../rules/time";
import { useAgent } from "../../app/workspace";
import { Face } from "../team/Face";
import { Mentioned, useNamed } from "./content/mentioned";
import { Body } from "./content/Body";
import { NOTE_MARKS, ShownMarks } from "./content/Marked";
import css from "./NoteCard.module.css";
import { Quote } from "./Quote";

interface Props {
  message: MessageView;
  row: ConversationView;
  pending: boolean;
}

/** For the team alone: on paper, with author, date and time. */
export function NoteCard({ message, row }: Props) {
  const { t, i18n } = useTranslation();
  const { name, id } = message.author;
  const named = useNamed(message.content.mentions);
  return (
    <article className={css.note} data-testid="note">
      <header className={css.head}>
        <Face agent={useAgent(id)} name={name || t("someone")} size="xs" />
        <strong>{name || t("someone")}</strong>
        <span className={css.kind}>
          <IconNote size={13} /> {t("message.note")}
        </span>
        <time dateTime={message.at} title={exactWithSeconds(message.at, i18n.language)}>
          {exact(message.at, i18n.language)}
        </time>
      </header>
      {!!message.reply_to && <Quote conversationId={row.id} seq={message.reply_to} row={row} />}
      <Mentioned value={named}>
        {message.deleted_at ? <em>{t("message.deleted")}</em> : <ShownMarks value={NOTE_MARKS}><Body content={message.content} /></ShownMarks>}
      </Mentioned>
    </article>
  );
}
