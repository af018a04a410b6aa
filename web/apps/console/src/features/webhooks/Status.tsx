import type { WebhookView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { useAgo } from "../../ui/Ago";
import list from "../settings/List.module.css";
import { NS } from "./words";

/** What is wrong with it, or that it is off; nothing while all is well. */
export function Status({ one }: { one: WebhookView }) {
  const { t } = useTranslation(NS);
  const ago = useAgo();
  if (one.off) return <span className={list.mark} data-tone={one.off === "paused" ? "plain" : "bad"}>{t(`off.${one.off}`)}</span>;
  if (!one.failing_since) return null;
  return (
    <span className={list.mark} data-tone="waiting">
      {t("failingSince", { time: ago(one.failing_since) })}
    </span>
  );
}
