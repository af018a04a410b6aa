import type { PageVisit, VisitorView } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { webAddress } from "../../rules/links";
import { clock, exact, exactWithSeconds } from "../../rules/time";
import { languageName, placeName, shortAddress } from "../../rules/visitor";
import { Fact, Section } from "./Section";
import css from "./Visitor.module.css";

const PAGES_SHOWN = 5;

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
      {visitor.pages && visitor.pages.length > 0 && <Pages pages={visitor.pages} />}
    </>
  );
}

function Pages({ pages }: { pages: PageVisit[] }) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const newestFirst = [...pages].reverse();
  const shown = all ? newestFirst : newestFirst.slice(0, PAGES_SHOWN);
  const hidden = pages.length - shown.length;
  return (
    <Section title={t("contact.pages")}>
      <ol className={css.pages}>
        {shown.map((page, i) => (
          <Page key={`${page.at}${i}`} page={page} />
        ))}
      </ol>
      {hidden > 0 && (
        <button type="button" className={css.more} onClick={() => setAll(true)}>
          {t("contact.pagesMore", { count: hidden })}
        </button>
      )}
    </Section>
  );
}

function Page({ page }: { page: PageVisit }) {
  const { i18n } = useTranslation();
  return (
    <li className={css.page}>
      <span className={css.title}>{page.title || shortAddress(page.url)}</span>
      <time dateTime={page.at} title={exactWithSeconds(page.at, i18n.language)}>
        {clock(page.at, i18n.language)}
      </time>
      <Address url={page.url} />
    </li>
  );
}

function Address({ url }: { url: string }) {
  const safe = webAddress(url);
  if (!safe) return <span>{url}</span>;
  return (
    <a className={css.address} href={safe} target="_blank" rel="noopener noreferrer nofollow" title={url}>
      {shortAddress(url)}
    </a>
  );
}
