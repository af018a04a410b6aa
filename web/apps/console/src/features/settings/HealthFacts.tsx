import type { ChannelView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { Ago } from "../../ui/Ago";
import { useNow } from "../../ui/useNow";
import css from "./Health.module.css";

const HOUR = 3_600_000;

/** When the provider was last asked, and when the last message came in and went out: known to the hour. */
export function HealthFacts({ channel }: { channel: ChannelView }) {
  const { t } = useTranslation();
  const site = channel.kind === "website"; // nobody is asked, and what goes out waits there
  return (
    <dl className={css.facts} data-testid="health-facts">
      {channel.failing_since && (
        <div className={css.failing}>
          <dt>{t("settings.facts.failing")}</dt>
          <dd>
            <Ago at={channel.failing_since} />
          </dd>
        </div>
      )}
      {!site && (
        <div>
          <dt>{t("settings.facts.checked")}</dt>
          <dd>{channel.checked_at ? <Ago at={channel.checked_at} /> : t("settings.facts.never")}</dd>
        </div>
      )}
      <div>
        <dt>{t("settings.facts.heard")}</dt>
        <dd>
          <Hourly at={channel.heard_at} />
        </dd>
      </div>
      {!site && (
        <div>
          <dt>{t("settings.facts.spoke")}</dt>
          <dd>
            <Hourly at={channel.spoke_at} />
          </dd>
        </div>
      )}
    </dl>
  );
}

function Hourly({ at }: { at?: string | null }) {
  const { t } = useTranslation();
  const now = useNow();
  if (!at) return t("settings.facts.nothing");
  return now - Date.parse(at) < HOUR ? t("settings.facts.lastHour") : <Ago at={at} />;
}
