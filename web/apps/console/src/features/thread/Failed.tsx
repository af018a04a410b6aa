import type { MessageView } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { retryDelivery } from "../../commands/retryDelivery";
import { useReason } from "../../ui/reason";
import css from "./Delivery.module.css";

/** The channel refused it: why, in plain words and in the provider's, and another try. */
export default function Failed({ message, channelKind }: { message: MessageView; channelKind: string }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const { code = "", reason: told = "" } = message.delivery ?? {};
  const { words, raw, known } = useReason(channelKind, code, told);
  const retry = () => {
    setBusy(true);
    void retryDelivery(message.conversation_id, message.seq).finally(() => setBusy(false));
  };
  return (
    <div className={css.failed} role="alert" title={code || undefined}>
      <span>{t("message.refused", { reason: words || t("message.unknownReason") })}</span>
      <button type="button" onClick={retry} disabled={busy} data-testid="retry-delivery">
        {t("message.retry")}
      </button>
      {known && (raw || code) && (
        <small className={css.raw} data-testid="raw-reason">
          <bdi>{raw}</bdi> {code && `(${code})`}
        </small>
      )}
    </div>
  );
}
