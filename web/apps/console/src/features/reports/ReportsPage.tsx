import { NativeSelect } from "@mantine/core";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Redirect, Link, useLocation, useSearch } from "wouter";
import { canOversee, useWorkspace } from "../../app/workspace";
import { OwnDays } from "../surveys/OwnDays";
import { day } from "../surveys/period";
import { Behind, type Asked } from "./Behind";
import { Hours } from "./Hours";
import { Live } from "./Live";
import { Mails } from "./Mails";
import { Overview } from "./Overview";
import { Rows } from "./Rows";
import css from "./Reports.module.css";
import { useNames } from "./useNames";
import { BYS, isPage, PAGES, readView, SPANS, writeView, type Page, type Span, type View } from "./view";
import { useSpoken, useWords } from "./words";

const LONGEST = 366; // days, as the server has it

export interface Looking {
  view: View;
  change(view: Partial<View>): void;
  ask(asked: Asked): void;
}

/** Reports: a page of them, over the days and of whom the address says. */
export default function ReportsPage({ page: name }: { page: string }) {
  const { t } = useWords();
  const { account, me } = useWorkspace();
  const [, go] = useLocation();
  const search = useSearch();
  const [now] = useState(Date.now);
  const [asked, setAsked] = useState<Asked | null>(null);
  const view = useMemo(() => readView(search, (back) => day(now, account.time_zone, back)), [search, now, account.time_zone]);
  useSpoken();
  const page = isPage(name) ? name : "overview";
  useEffect(() => setAsked(null), [page]);
  if (!canOversee(me) || (name && !isPage(name))) return <Redirect to={canOversee(me) ? "/reports" : "/"} replace />;
  const change = (part: Partial<View>) => {
    const query = writeView({ ...view, ...part });
    go(`/reports${page === "overview" ? "" : `/${page}`}${query && `?${query}`}`, { replace: true });
  };
  const looking: Looking = { view, change, ask: setAsked };
  return (
    <main className={`${css.page} scroll`} data-testid="reports">
      <div className={css.column}>
        <header className={css.head}>
          <h1>{t("title")}</h1>
          {page !== "live" && page !== "mails" && <Choices looking={looking} page={page} />}
        </header>
        <Tabs page={page} view={view} />
        {page === "overview" && <Overview looking={looking} />}
        {page === "hours" && <Hours view={view} />}
        {page === "live" && <Live ask={setAsked} />}
        {page === "mails" && <Mails />}
        {page !== "overview" && page !== "hours" && page !== "live" && page !== "mails" && <Rows key={page} by={page} looking={looking} />}
      </div>
      {asked && <Behind asked={asked} close={() => setAsked(null)} />}
    </main>
  );
}

function Tabs({ page, view }: { page: Page; view: View }) {
  const { t } = useWords();
  const tabs = useRef<HTMLElement>(null);
  // In braces: newer browsers answer a promise, which React would take for a way to clean up.
  useEffect(() => {
    void tabs.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [page]);
  return (
    <nav ref={tabs} className={css.tabs} aria-label={t("title")}>
      {PAGES.map((one) => {
        const query = writeView(one === "overview" ? view : { ...view, of: "", value: "" });
        return (
          <Link
            key={one}
            href={`/reports${one === "overview" ? "" : `/${one}`}${query && one !== "live" && one !== "mails" ? `?${query}` : ""}`}
            aria-current={one === page ? "page" : undefined}
          >
            {t(`pages.${one}`)}
          </Link>
        );
      })}
    </nav>
  );
}

function Choices({ looking: { view, change }, page }: { looking: Looking; page: Page }) {
  const { t } = useWords();
  return (
    <div className={css.choices}>
      {page === "overview" && <Of view={view} change={change} />}
      {page !== "hours" && (
        <NativeSelect
          aria-label={t("clock")}
          value={view.working ? "working" : "clock"}
          onChange={(event) => change({ working: event.currentTarget.value === "working" })}
          data={(["clock", "working"] as const).map((value) => ({ value, label: t(`clocks.${value}`) }))}
        />
      )}
      <NativeSelect
        aria-label={t("period")}
        value={view.span}
        onChange={(event) => change({ span: event.currentTarget.value as Span })}
        data={[...Object.keys(SPANS), "own"].map((value) => ({ value, label: t(`spans.${value}`) }))}
      />
      {view.span === "own" && (
        <OwnDays
          days={view}
          longest={LONGEST}
          labels={{ first: t("from"), last: t("to") }}
          change={(days) => change({ span: "own", ...days })}
        />
      )}
    </div>
  );
}

function Of({ view, change }: { view: View; change: Looking["change"] }) {
  const { t } = useWords();
  const { t: common } = useTranslation();
  const { known, name } = useNames();
  const groups = BYS.filter((by) => known[by].length > 0);
  const value = view.of ? `${view.of}:${view.value}` : "";
  const lost = view.of && !known[view.of].some(({ id }) => id === view.value);
  return (
    <NativeSelect
      className={css.of}
      aria-label={t("of")}
      value={value}
      onChange={(event) => {
        const [of = "", ...rest] = event.currentTarget.value.split(":");
        change({ of: of as View["of"], value: rest.join(":") });
      }}
    >
      <option value="">{t("everything")}</option>
      {lost && <option value={value}>{name(view.of as "agent", view.value)}</option>}
      {groups.map((by) => (
        <optgroup key={by} label={t(`pages.${by}`)}>
          {known[by].map((one) => (
            <option key={one.id} value={`${by}:${one.id}`}>
              {one.name || common("visitor")}
            </option>
          ))}
        </optgroup>
      ))}
    </NativeSelect>
  );
}
