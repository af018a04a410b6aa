import { IconAlertCircle, IconInfoCircle, IconWifiOff } from "@tabler/icons-react";
import type { Content, ConversationView } from "@tertulia/protocol";
import { useDeferredValue, useMemo, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { differences, type Difference } from "../../rules/differences";
import { windowLeft } from "../../rules/limits";
import { contactName } from "../../ui/contactName";
import { useNow } from "../../ui/useNow";
import type { Mode } from "./drafts";
import css from "./Hints.module.css";

const SOON = 2; // hours

interface Props {
  row: ConversationView;
  mode: Mode;
  refusals: string[];
  contents: readonly Content[]; // as they would be sent now
}

/** What one should know before sending. */
export function Hints({ row, mode, refusals, contents }: Props) {
  const { t } = useTranslation();
  const window = useWindowHint(row);
  const online = useOnline();
  const differing = useDifferences(row.channel_kind, mode === "reply" ? contents : NOTHING);
  const hint = mode === "reply" ? window || (row.status === "resolved" ? t("composer.resolved") : "") : "";
  return (
    <div aria-live="polite" data-testid="hints">
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
      {!online && (
        <p className={css.hint}>
          <IconWifiOff size={15} /> {t("compose.offline")}
        </p>
      )}
      {differing.map((text) => (
        <p key={text} className={css.hint} data-quiet>
          <IconInfoCircle size={15} /> {text}
        </p>
      ))}
    </div>
  );
}

const NOTHING: readonly Content[] = [];

/** The channel's reply window, once it is closing or closed. */
function useWindowHint(row: ConversationView): string {
  const { t } = useTranslation();
  const left = useWindowLeft(row);
  if (left === null || left > SOON) return "";
  if (left <= 0) return t("composer.windowClosed", { name: contactName(row) });
  return t("composer.windowSoon", { time: t("ago.minutes", { count: Math.ceil(left * 60) }) });
}

export function useWindowLeft(row: ConversationView): number | null {
  return windowLeft(row.channel_kind, row, useNow());
}

/** What the contact will see otherwise, in words. Each kind of difference once. */
function useDifferences(channelKind: string, contents: readonly Content[]): string[] {
  const { t } = useTranslation();
  const settled = useDeferredValue(contents);
  const channel = t(`channel.${channelKind as "website"}`);
  return useMemo(() => {
    const found = settled.flatMap((content) => differences(channelKind, content));
    const say = ({ code, count, name, kind }: Difference) =>
      t(`compose.differs.${code}`, {
        channel,
        count,
        name,
        kind: kind ? t(`kind.${kind as "file"}`).toLocaleLowerCase() : "",
      });
    return [...new Set(found.map(say))];
  }, [settled, channelKind, channel, t]);
}

function subscribe(listener: () => void): () => void {
  addEventListener("online", listener);
  addEventListener("offline", listener);
  return () => {
    removeEventListener("online", listener);
    removeEventListener("offline", listener);
  };
}

const useOnline = (): boolean => useSyncExternalStore(subscribe, () => navigator.onLine);
