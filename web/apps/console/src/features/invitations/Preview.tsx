import { useTranslation } from "react-i18next";
import { useAgent, useChannel, useWorkspace } from "../../app/workspace";
import { Avatar } from "../../ui/Avatar";
import type { Draft } from "./draft";
import css from "./Invitations.module.css";

/** As the visitor will see it, as it is being written. */
export function Preview({ draft }: { draft: Draft }) {
  const { t } = useTranslation();
  const { account, channels } = useWorkspace();
  const chosen = useChannel(draft.channel_id);
  const site = chosen ?? channels.find((channel) => channel.kind === "website");
  const agent = useAgent(draft.agent_id);
  const name = agent?.name ?? site?.name ?? account.name;
  return (
    <figure className={css.preview} aria-label={t("invitations.preview")}>
      <figcaption>{t("invitations.preview")}</figcaption>
      <div className={css.bubbles} data-action={draft.action}>
        {draft.texts.map((text, index) => (
          <div key={index} className={css.bubble} data-testid="invitation-preview">
            <Avatar name={name} id={agent?.id ?? name} size="s" />
            <span>
              <b>{name}</b>
              <span className={css.said}>{text || "…"}</span>
            </span>
          </div>
        ))}
      </div>
    </figure>
  );
}
