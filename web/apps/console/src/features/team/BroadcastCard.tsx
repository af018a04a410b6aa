import { Button } from "@mantine/core";
import { IconSpeakerphone } from "@tabler/icons-react";
import type { BroadcastView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { acknowledge } from "../../commands/team";
import { exact } from "../../rules/time";
import { RichText } from "../thread/content/RichText";
import css from "./BroadcastCard.module.css";

/** The oldest that this agent has not read: it stays until he says that he has, and blocks nothing. */
export default function BroadcastCard({ broadcast, more, me }: { broadcast: BroadcastView; more: number; me: string }) {
  const { t, i18n } = useTranslation();
  return (
    <section className={css.card} aria-label={t("team.news.region")} role="region" data-testid="broadcast-card">
      <span className={css.icon} aria-hidden="true">
        <IconSpeakerphone size={20} stroke={1.7} />
      </span>
      <div className={css.words} aria-live="polite">
        <h2 className={css.title}>{broadcast.title}</h2>
        {broadcast.text && (
          <div className={`${css.text} scroll`} tabIndex={broadcast.text.length > 300 ? 0 : undefined}>
            <RichText text={broadcast.text} />
          </div>
        )}
        <p className={css.meta}>
          {t("team.news.from", { name: broadcast.author_name || "—", at: exact(broadcast.at, i18n.language) })}
          {more > 0 && <span> · {t("team.news.more", { count: more })}</span>}
        </p>
      </div>
      <Button size="xs" className={css.button} onClick={() => void acknowledge(broadcast.id, me)}>
        {t("team.news.gotIt")}
      </Button>
    </section>
  );
}
