import { IconArrowBackUp, IconX } from "@tabler/icons-react";
import type { ConversationView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { useQuoted, useQuoteWords } from "../thread/Quote";
import { changeDraft } from "./drafts";
import css from "./QuotedBar.module.css";

export function QuotedBar({ row, seq }: { row: ConversationView; seq: number }) {
  const { t } = useTranslation();
  const words = useQuoteWords(useQuoted(row.id, seq), row);
  return (
    <div className={css.bar} data-testid="quoted">
      <IconArrowBackUp size={16} />
      <span className={css.words}>
        <strong>{t("composer.replyingTo", { name: words.author })}</strong> {words.text}
      </span>
      <button type="button" onClick={() => changeDraft(row.id, { replyTo: 0 })} aria-label={t("composer.stopReplying")}>
        <IconX size={15} />
      </button>
    </div>
  );
}
