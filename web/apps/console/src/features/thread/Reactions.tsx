import type { ConversationView, MessageView } from "@tertulia/protocol";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../../app/workspace";
import { react } from "../../commands/react";
import { oursOn } from "../../rules/reactions";
import { contactName } from "../../ui/contactName";
import css from "./Reactions.module.css";

const ReactionFailed = lazy(() => import("./ReactionFailed"));

interface Props {
  message: MessageView;
  row: ConversationView;
}

/** Who reacted with what. The team's own is a button: it is taken back by it. */
export function Reactions({ message, row }: Props) {
  const { t, i18n } = useTranslation();
  const { agents, me } = useWorkspace();
  const groups = grouped(message.reactions ?? {});
  const mine = oursOn(message);
  const nameOf = (author: string) => {
    const [kind, id] = author.split(":");
    if (kind === "contact") return contactName(row);
    return agents.find((agent) => agent.id === id)?.name ?? (message.reaction?.author.name || t("someone"));
  };
  return (
    <>
      {groups.length > 0 && (
        <div className={css.reactions}>
          {groups.map(([emoji, authors]) => {
            const names = new Intl.ListFormat(i18n.language).format(authors.map(nameOf));
            const inside = (
              <>
                {emoji}
                {authors.length > 1 && <b>{authors.length}</b>}
              </>
            );
            if (emoji === mine) {
              return (
                <button
                  key={emoji}
                  type="button"
                  className={css.reaction}
                  data-ours
                  data-state={message.reaction?.delivery?.state}
                  title={names}
                  aria-label={t("reaction.putBy", { emoji, names })}
                  onClick={() => void react(message, "", { id: me.id, name: me.name })}
                >
                  {inside}
                </button>
              );
            }
            const label = t("message.reactedBy", { emoji, names });
            return (
              <span key={emoji} className={css.reaction} title={names} role="img" aria-label={label}>
                {inside}
              </span>
            );
          })}
        </div>
      )}
      {message.reaction?.delivery?.state === "failed" && (
        <Suspense fallback={null}>
          <ReactionFailed message={message} told={message.reaction} channelKind={row.channel_kind} />
        </Suspense>
      )}
    </>
  );
}

function grouped(reactions: Record<string, string>): [string, string[]][] {
  const found = new Map<string, string[]>();
  for (const [author, emoji] of Object.entries(reactions)) {
    if (emoji) found.set(emoji, [...(found.get(emoji) ?? []), author]);
  }
  return [...found];
}
