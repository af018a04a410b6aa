import type { ConversationView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { useLive } from "../../live/store";
import { typingIn } from "../../live/typing";
import { contactName } from "../../ui/contactName";
import css from "./TypingLine.module.css";

/** What the contact is writing, as he writes it. */
export function TypingLine({ row }: { row: ConversationView }) {
  const { t } = useTranslation();
  const shown = useLive((state) =>
    Object.values(typingIn(state.typing, row.id)).find(({ author_kind }) => author_kind === "contact"),
  );
  if (!shown) return null;
  const name = shown.author_name || contactName(row);
  return (
    <div className={css.line} data-item="typing" data-by="contact" data-testid="typing">
      <span className={css.dots} role="img" aria-label={t("thread.typing", { name })}>
        <i />
        <i />
        <i />
      </span>
      <span className={css.words}>{shown.text || t("thread.typing", { name })}</span>
    </div>
  );
}
