import type { MessageView, ReactionView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../../app/workspace";
import { react } from "../../commands/react";
import { useReason } from "../../ui/reason";
import css from "./Delivery.module.css";
import own from "./Reactions.module.css";

interface Props {
  message: MessageView;
  told: ReactionView;
  channelKind: string;
}

/** The channel refused a reaction: why, in plain words and in the provider's, and another try. */
export default function ReactionFailed({ message, told, channelKind }: Props) {
  const { t } = useTranslation();
  const { me } = useWorkspace();
  const { code = "", reason = "" } = told.delivery ?? {};
  const { words, raw } = useReason(channelKind, code, reason);
  const why = t(told.emoji ? "reaction.failed" : "reaction.takenBackFailed", {
    reason: words || t("message.unknownReason"),
  });
  return (
    <div className={`${css.failed} ${own.failed}`} role="alert" title={code || undefined}>
      <span>{why}</span>
      <button type="button" onClick={() => void react(message, told.emoji, { id: me.id, name: me.name })}>
        {t("message.retry")}
      </button>
      {raw && (
        <small className={css.raw} dir="auto">
          {raw}
        </small>
      )}
    </div>
  );
}
