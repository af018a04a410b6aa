import { IconAlertCircle, IconCheck, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { dismiss, useToasts, type Toast } from "./toasts";
import css from "./Toasts.module.css";

export function Toasts() {
  const toasts = useToasts((state) => state.toasts);
  return (
    <div className={css.toasts} role="status" aria-live="polite" data-testid="toasts">
      {toasts.map((shown) => (
        <Card key={shown.id} toast={shown} />
      ))}
    </div>
  );
}

function Card({ toast: { id, tone, text, action } }: { toast: Toast }) {
  const { t } = useTranslation();
  const run = () => {
    dismiss(id);
    action?.run();
  };
  return (
    <div className={css.toast} data-tone={tone}>
      {tone === "bad" && <IconAlertCircle size={18} />}
      {tone === "good" && <IconCheck size={18} />}
      <span className={css.text}>{text}</span>
      {action && (
        <button type="button" className={css.action} onClick={run}>
          {action.label}
        </button>
      )}
      <button type="button" className={css.close} onClick={() => dismiss(id)} aria-label={t("close")}>
        <IconX size={16} />
      </button>
    </div>
  );
}
