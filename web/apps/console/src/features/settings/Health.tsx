import type { ChannelView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import css from "./Health.module.css";

export function Health({ channel }: { channel: ChannelView }) {
  const { t } = useTranslation();
  const state = channel.paused ? "paused" : (channel.health ?? "ok");
  const words = state === "paused" ? t("settings.paused") : t(`settings.health.${state}`);
  return (
    <span className={css.health} data-state={state} title={channel.health_detail || undefined}>
      {words}
    </span>
  );
}
