import type { PageVisit } from "@tertulia/protocol";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { spent, visits, type Step, type Visit } from "../../rules/journey";
import { webAddress } from "../../rules/links";
import { clock, exact, exactWithSeconds } from "../../rules/time";
import { shortAddress } from "../../rules/visitor";
import { Section } from "./Section";
import css from "./Journey.module.css";

const PAGES_SHOWN = 5;

interface Props {
  pages: PageVisit[]; // ascending
  total: number; // visits so far: the oldest ones may be known by their number only
  online: boolean;
}

/** Where he has been: visit by visit, with titles, and how long he stayed on each page. */
export function Journey({ pages, total, online }: Props) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const known = useMemo(() => visits(pages), [pages]);
  const shown = all ? known : known.slice(0, 1);
  const hidden = known.length - shown.length;
  return (
    <Section title={t("desk.beside.journey")}>
      <div data-testid="journey">
        {known.length === 0 && <p className={css.quiet}>{t("desk.beside.noPages")}</p>}
        {shown.map((visit, i) => (
          <OneVisit key={visit.startedAt} visit={visit} number={Math.max(total, known.length) - i} here={online && i === 0} />
        ))}
        {hidden > 0 && (
          <button type="button" className={css.more} onClick={() => setAll(true)}>
            {t("desk.beside.visitsFolded", { count: hidden })}
          </button>
        )}
      </div>
    </Section>
  );
}

function OneVisit({ visit, number, here }: { visit: Visit; number: number; here: boolean }) {
  const { t, i18n } = useTranslation();
  const [all, setAll] = useState(false);
  const shown = all ? visit.steps : visit.steps.slice(0, PAGES_SHOWN);
  const hidden = visit.steps.length - shown.length;
  return (
    <section className={css.visit}>
      <h4 className={css.when}>
        {t("desk.beside.visit", { number })} · {exact(visit.startedAt, i18n.language)}
      </h4>
      <ol className={css.pages}>
        {shown.map((step, i) => (
          <Page key={`${step.page.at}${i}`} step={step} here={here && i === 0} />
        ))}
      </ol>
      {hidden > 0 && (
        <button type="button" className={css.more} onClick={() => setAll(true)}>
          {t("desk.beside.pagesFolded", { count: hidden })}
        </button>
      )}
    </section>
  );
}

function Page({ step: { page, seconds }, here }: { step: Step; here: boolean }) {
  const { t, i18n } = useTranslation();
  const stay = useStay(seconds);
  const told = here && seconds === null ? t("desk.beside.onPage") : stay;
  return (
    <li className={css.page} data-here={(here && seconds === null) || undefined}>
      <span className={css.title} dir="auto">
        {page.title || shortAddress(page.url)}
      </span>
      <time dateTime={page.at} title={exactWithSeconds(page.at, i18n.language)}>
        {clock(page.at, i18n.language)}
      </time>
      <Address url={page.url} />
      {told && (
        <span className={css.stay} title={seconds === null ? undefined : t("desk.beside.spent", { time: stay })}>
          {told}
        </span>
      )}
    </li>
  );
}

function useStay(seconds: number | null): string {
  const { t } = useTranslation();
  if (seconds === null) return "";
  const { unit, count } = spent(seconds);
  return t(`desk.beside.${unit}`, { count });
}

export function Address({ url }: { url: string }) {
  const safe = webAddress(url);
  if (!safe) return <span className={css.address}>{url}</span>;
  return (
    <a className={css.address} href={safe} target="_blank" rel="noopener noreferrer nofollow" title={url} dir="ltr">
      {shortAddress(url)}
    </a>
  );
}
