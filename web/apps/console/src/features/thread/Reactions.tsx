import type { ConversationView, MessageView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../../app/workspace";
import css from "./Reactions.module.css";
import { contactName } from "../../ui/contactName";

export function Reactions({ message, row }: { message: MessageView; row: ConversationView }) {
  const { t, i18n } = useTranslation();
  const { agents } = useWorkspace();
  const groups = grouped(message.reactions ?? {});
  if (groups.length === 0) return null;
  const nameOf = (author: string) => {
    const [kind, id] = author.split(":");
    if (kind === "contact") return contactName(row);
    return agents.find((agent) => agent.id === id)?.name ?? t("someone");
  };
  return (
    <div className={css.reactions}>
      {groups.map(([emoji, authors]) => {
        const names = new Intl.ListFormat(i18n.language).format(authors.map(nameOf));
        const label = t("message.reactedBy", { emoji, names });
        return (
          <span key={emoji} className={css.reaction} title={names} role="img" aria-label={label}>
            {emoji}
            {authors.length > 1 && <b>{authors.length}</b>}
          </span>
        );
      })}
    </div>
  );
}

function grouped(reactions: Record<string, string>): [string, string[]][] {
  const found = new Map<string, string[]>();
  for (const [author, emoji] of Object.entries(reactions)) {
    if (emoji) found.set(emoji, [...(found.get(emoji) ?? []), author]);
  }
  return [...found];
}
