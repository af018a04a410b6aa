import type { ConversationView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../../app/workspace";
import { useLive } from "../../live/store";
import css from "./TypingLine.module.css";
import { contactName } from "../../ui/contactName";

/** What the contact is writing, as he writes it; or which colleague is. */
export function TypingLine({ row }: { row: ConversationView }) {
  const { t } = useTranslation();
  const { me, agents } = useWorkspace();
  const shown = useLive((state) => state.typing[row.id]);
  if (!shown || shown.author_id === me.id) return null;
  const colleague = agents.find((agent) => agent.id === shown.author_id)?.name;
  const name = shown.author_name || colleague || contactName(row);
  return (
    <div className={css.line} data-item="typing" data-by={shown.author_kind} data-testid="typing">
      <span className={css.dots} role="img" aria-label={t("thread.typing", { name })}>
        <i />
        <i />
        <i />
      </span>
      <span className={css.words}>{shown.text || t("thread.typing", { name })}</span>
    </div>
  );
}
