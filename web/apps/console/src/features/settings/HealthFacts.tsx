import type { ChannelView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { Ago } from "../../ui/Ago";
import { useNow } from "../../ui/useNow";
import css from "./Health.module.css";

const HOUR = 3_600_000;

/** When the provider was last asked, and when somebody last wrote in: known to the hour. */
export function HealthFacts({ channel }: { channel: ChannelView }) {
  const { t } = useTranslation();
  const now = useNow();
  const { checked_at: checked, heard_at: heard } = channel;
  const recent = heard ? now - Date.parse(heard) < HOUR : false;
  return (
    <dl className={css.facts} data-testid="health-facts">
      <div>
        <dt>{t("settings.facts.checked")}</dt>
        <dd>{checked ? <Ago at={checked} /> : t("settings.facts.never")}</dd>
      </div>
      <div>
        <dt>{t("settings.facts.heard")}</dt>
        <dd>{!heard ? t("settings.facts.nothing") : recent ? t("settings.facts.lastHour") : <Ago at={heard} />}</dd>
      </div>
    </dl>
  );
}
