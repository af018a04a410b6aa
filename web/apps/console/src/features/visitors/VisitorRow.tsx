import { Button } from "@mantine/core";
import { IconDeviceDesktop, IconDeviceMobile, IconDeviceTablet, IconMessageCirclePlus } from "@tabler/icons-react";
import type { LiveVisitor } from "@tertulia/protocol";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useAgent } from "../../app/workspace";
import { webAddress } from "../../rules/links";
import { exact } from "../../rules/time";
import { languageName, placeName, shortAddress } from "../../rules/visitor";
import { isReturning, sourceOf, stay } from "../../rules/visitors";
import { Avatar } from "../../ui/Avatar";
import { contactName } from "../../ui/contactName";
import { useNow } from "../../ui/useNow";
import css from "./Visitors.module.css";

const DEVICES = { phone: IconDeviceMobile, tablet: IconDeviceTablet } as const;

interface Props {
  visitor: LiveVisitor;
  site?: string;
  speak(visitor: LiveVisitor): void;
}

export const nameOf = (visitor: LiveVisitor): string =>
  contactName({ contact_id: visitor.contact_id, contact_name: visitor.name ?? "" });

export const VisitorRow = memo(function VisitorRow({ visitor, site, speak }: Props) {
  const { t } = useTranslation();
  const name = nameOf(visitor);
  return (
    <li className={css.row} data-testid="visitor-row">
      <div className={css.who}>
        <Avatar name={name} id={visitor.contact_id} size="m" />
        <div className={css.words}>
          <strong className={css.name}>{name}</strong>
          <span className={css.quiet}>
            {t("visits.visit", { count: visitor.visits_count ?? 1 })}
            {site ? ` · ${site}` : ""}
          </span>
        </div>
        {isReturning(visitor) && <span className={css.chip}>{t("visits.returning")}</span>}
      </div>
      <PageCell visitor={visitor} />
      <Origin visitor={visitor} />
      <Talk visitor={visitor} speak={speak} />
    </li>
  );
});

function PageCell({ visitor }: { visitor: LiveVisitor }) {
  const { t, i18n } = useTranslation();
  const now = Math.max(useNow(), Date.parse(visitor.seen_at));
  const safe = webAddress(visitor.url ?? "");
  return (
    <div className={css.words}>
      <strong className={css.title}>{visitor.title || shortAddress(visitor.url ?? "")}</strong>
      {safe ? (
        <a className={css.address} href={safe} target="_blank" rel="noopener noreferrer nofollow" title={visitor.url}>
          {shortAddress(safe)}
        </a>
      ) : (
        <span className={css.address}>{visitor.url}</span>
      )}
      <span className={css.quiet}>
        <span title={exact(visitor.page_at, i18n.language)}>
          {t("visits.onPage", { time: stay(visitor.page_at, now) })}
        </span>
        {" · "}
        {t("visits.pages", { count: visitor.pages ?? 1 })}
        {" · "}
        <span title={exact(visitor.since, i18n.language)}>
          {t("visits.onSite", { time: stay(visitor.since, now) })}
        </span>
      </span>
    </div>
  );
}

function Origin({ visitor }: { visitor: LiveVisitor }) {
  const { t, i18n } = useTranslation();
  const Device = DEVICES[visitor.device as keyof typeof DEVICES] ?? IconDeviceDesktop;
  const place = placeName(visitor.country ?? "", visitor.city ?? "", i18n.language);
  const device = [visitor.browser, visitor.os].filter(Boolean).join(" · ");
  const spoken = visitor.language ? languageName(visitor.language, i18n.language) : "";
  const campaign = Object.values(visitor.utm ?? {}).slice(1).join(" · ");
  return (
    <div className={css.words}>
      <span className={css.line} title={visitor.referrer || undefined}>
        {sourceOf(visitor) || t("visits.direct")}
        {campaign && <span className={css.quiet}> · {campaign}</span>}
      </span>
      {(place || spoken) && <span className={css.quiet}>{[place, spoken].filter(Boolean).join(" · ")}</span>}
      <span className={css.device}>
        <Device size={14} aria-hidden="true" /> {device}
      </span>
    </div>
  );
}

function Talk({ visitor, speak }: { visitor: LiveVisitor; speak(visitor: LiveVisitor): void }) {
  const { t } = useTranslation();
  const agent = useAgent(visitor.assignee_id);
  const talking = visitor.conversation_id && visitor.status !== "resolved";
  return (
    <div className={css.talk}>
      {visitor.conversation_id && (
        <span className={css.chip} data-live={talking || undefined}>
          {!talking
            ? t("visits.resolved")
            : agent
              ? t("visits.chattingWith", { name: agent.name })
              : t("visits.chattingNobody")}
        </span>
      )}
      {talking ? (
        <Button
          component={Link}
          href={`/inbox/all/${visitor.status}/${visitor.conversation_id}`}
          variant="default"
          size="xs"
        >
          {t("visits.openChat")}
        </Button>
      ) : (
        <Button
          size="xs"
          variant="light"
          leftSection={<IconMessageCirclePlus size={16} />}
          onClick={() => speak(visitor)}
        >
          {t("visits.start")}
        </Button>
      )}
    </div>
  );
}
