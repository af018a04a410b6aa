import { IconAlertCircle, IconInfoCircle, IconWifiOff } from "@tabler/icons-react";
import type { Content, ConversationView } from "@tertulia/protocol";
import { useDeferredValue, useMemo, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { differences, type Difference } from "../../rules/differences";
import { useChannel } from "../../app/workspace";
import { isLate, limitsOf, windowLeft } from "../../rules/limits";
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
  const paused = useChannel(row.channel_id)?.paused ? t("composer.paused") : "";
  const hint = mode === "reply" ? paused || window || (row.status === "resolved" ? t("composer.resolved") : "") : "";
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

/** The channel's reply window, once it is closing or closed, or open for people alone. */
function useWindowHint(row: ConversationView): string {
  const { t, i18n } = useTranslation();
  const left = useWindowLeft(row);
  const late = isLate(row.channel_kind, left);
  if (left === null || (left > SOON && !late)) return "";
  const channel = t(`channel.${row.channel_kind as "website"}`);
  if (left > SOON) return t("composer.windowLate", { channel, time: span(left, i18n.language) });
  if (left > 0) return t("composer.windowSoon", { channel, time: t("ago.minutes", { count: Math.ceil(left * 60) }) });
  const { window_hours, late_hours } = limitsOf(row.channel_kind);
  const whole = span(Math.max(window_hours, late_hours), i18n.language);
  return t("composer.windowClosed", { channel, span: whole, name: contactName(row) });
}

/** "24 hours", "7 days": in days from two on. */
function span(hours: number, language: string): string {
  const [unit, count] = hours >= 48 ? ["day", Math.floor(hours / 24)] as const : ["hour", Math.ceil(hours)] as const;
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(count);
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
