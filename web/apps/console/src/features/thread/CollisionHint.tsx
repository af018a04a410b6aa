import { emptyThread, newestSeq } from "@tertulia/protocol";
import { IconUsers } from "@tabler/icons-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../../app/workspace";
import { useLive } from "../../live/store";
import { repliedMeanwhile } from "../../rules/collision";
import css from "./CollisionHint.module.css";

/** "Ben replied while you were writing": said before sending, which stays possible.
 * writing: whether there is a reply that is not sent yet. */
export function CollisionHint({ id, writing }: { id: string; writing: boolean }) {
  const { t } = useTranslation();
  const { me } = useWorkspace();
  const messages = useLive((state) => state.threads[id] ?? emptyThread).messages;
  const begun = useRef<number | null>(null);
  if (!writing) begun.current = null;
  else begun.current ??= newestSeq({ ...emptyThread, messages });
  const other = begun.current === null ? undefined : repliedMeanwhile(messages, me.id, begun.current);
  return (
    <div role="status">
      {other && (
        <p className={css.hint} data-testid="collision-hint">
          <IconUsers size={15} />
          <span>{t("desk.collision.replied", { name: other.author.name || t("message.bot") })}</span>
        </p>
      )}
    </div>
  );
}
