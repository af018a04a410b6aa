import { useTranslation } from "react-i18next";
import { exactWithSeconds, shortAgo } from "../rules/time";
import { useNow } from "./useNow";

export function useAgo(): (at: string) => string {
  const { t, i18n } = useTranslation();
  const now = useNow();
  return (at) => {
    const short = shortAgo(at, Math.max(now, Date.parse(at)), i18n.language);
    if (short.unit === "date") return short.text;
    return short.unit === "now" ? t("ago.now") : t(`ago.${short.unit}`, { count: short.count });
  };
}

/** How long ago, with the exact time on hover. */
export function Ago({ at, className }: { at: string; className?: string }) {
  const { i18n } = useTranslation();
  const ago = useAgo();
  return (
    <time dateTime={at} title={exactWithSeconds(at, i18n.language)} className={className}>
      {ago(at)}
    </time>
  );
}
