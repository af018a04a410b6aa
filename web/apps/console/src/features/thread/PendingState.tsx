import type { Pending } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { discard, retrySend } from "../../commands/send";
import css from "./Delivery.module.css";

/** A message that did not reach us stays where it was written, with the reason and a way on. */
export function PendingState({ pending }: { pending: Pending }) {
  const { t } = useTranslation();
  if (pending.state !== "failed") return null;
  const id = pending.message.conversation_id;
  return (
    <p className={css.failed} role="alert" data-testid="send-failed">
      {t("message.notSent", { reason: pending.reason })}
      <button type="button" onClick={() => void retrySend(id, pending.client_id)}>
        {t("message.retry")}
      </button>
      <button type="button" onClick={() => discard(id, pending.client_id)}>
        {t("message.discard")}
      </button>
    </p>
  );
}
