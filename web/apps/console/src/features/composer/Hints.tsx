import { IconAlertCircle, IconInfoCircle } from "@tabler/icons-react";
import type { ConversationView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { useLive } from "../../live/store";
import { windowLeft } from "../../rules/limits";
import { useNow } from "../../ui/useNow";
import type { Mode } from "./drafts";
import css from "./Hints.module.css";

const SOON = 2; // hours

interface Props {
  row: ConversationView;
  mode: Mode;
  refusals: string[];
}

/** What one should know before sending. */
export function Hints({ row, mode, refusals }: Props) {
  const { t } = useTranslation();
  const window = useWindowHint(row);
  const hint = mode === "reply" ? (row.status === "resolved" ? t("composer.resolved") : window) : "";
  return (
    <div aria-live="polite">
      {refusals.map((text) => (
        <p key={text} className={css.hint} data-bad>
          <IconAlertCircle size={15} /> {text}
        </p>
      ))}
      {hint && (
        <p className={css.hint}>
          <IconInfoCircle size={15} /> {hint}
        </p>
      )}
    </div>
  );
}

/** The channel's reply window, once it is closing or closed. */
function useWindowHint(row: ConversationView): string {
  const { t } = useTranslation();
  const now = useNow();
  const lastAt = useLive((state) => {
    const messages = state.threads[row.id]?.messages ?? [];
    return messages.findLast(({ author }) => author.kind === "contact")?.at ?? null;
  });
  const left = windowLeft(row.channel_kind, lastAt, now);
  if (left === null || left > SOON) return "";
  if (left <= 0) return t("composer.windowClosed");
  return t("composer.windowSoon", { time: t("ago.minutes", { count: Math.ceil(left * 60) }) });
}
