import type { VisitorView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { exact } from "../../rules/time";
import { languageName, placeName } from "../../rules/visitor";
import { Address, Journey } from "./Journey";
import { Fact, Section } from "./Section";

/** What the website told of him. */
export function Visitor({ visitor, language }: { visitor: VisitorView; language?: string }) {
  const { t, i18n } = useTranslation();
  const spoken = visitor.language || language || "";
  const place = placeName(visitor.country ?? "", visitor.city ?? "", i18n.language);
  const device = [visitor.browser, visitor.os, visitor.device].filter(Boolean).join(" · ");
  const campaign = Object.entries(visitor.utm ?? {});
  return (
    <>
      <Section title={t("contact.visit")}>
        <dl>
          {place && <Fact name={t("contact.place")}>{place}</Fact>}
          {spoken && <Fact name={t("contact.language")}>{languageName(spoken, i18n.language)}</Fact>}
          {device && <Fact name={t("contact.device")}>{device}</Fact>}
          <Fact name={t("contact.referrer")}>
            {visitor.referrer ? <Address url={visitor.referrer} /> : t("contact.direct")}
          </Fact>
          {campaign.length > 0 && (
            <Fact name={t("contact.campaign")}>{campaign.map(([name, value]) => `${name}: ${value}`).join(", ")}</Fact>
          )}
          <Fact name={t("contact.visits")}>
            <span className="num">{visitor.visits_count ?? 1}</span>
          </Fact>
          <Fact name={t("contact.pagesSeen")}>
            <span className="num">{visitor.pages_count ?? 0}</span>
          </Fact>
          <Fact name={t("contact.firstSeen")}>{exact(visitor.first_seen_at, i18n.language)}</Fact>
          <Fact name={t("contact.lastSeen")}>{exact(visitor.last_seen_at, i18n.language)}</Fact>
        </dl>
      </Section>
      <Journey pages={visitor.pages ?? []} total={visitor.visits_count ?? 1} online={visitor.online === true} />
    </>
  );
}
