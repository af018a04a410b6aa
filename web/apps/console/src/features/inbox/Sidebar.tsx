import { IconBell, IconCircleDashed, IconFilter, IconHourglass, IconPlus, IconRobot, IconStack2, IconUser, IconUsersGroup } from "@tabler/icons-react";
import { lazy, Suspense, useMemo, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useWorkspace } from "../../app/workspace";
import { useList } from "../../live/listFetch";
import { useLive } from "../../live/store";
import { countLabel, groupCounts, isFiltered, listPath, VIEWS, type ListKey, type View, type ViewName } from "../../rules/lists";
import { WITH_BOT } from "../../rules/bots";
import { arePromised, DEADLINES } from "../../rules/promises";
import { TagDot } from "../../ui/TagChip";
import { MentionsEntry } from "../mentions/MentionsEntry";
import { ScheduledEntry } from "../scheduled/ScheduledEntry";
import { useViews } from "../views/useViews";
import css from "./Sidebar.module.css";

const FilterDialog = lazy(() => import("../views/FilterDialog"));
const ICONS = { mine: IconUser, unassigned: IconCircleDashed, all: IconStack2, following: IconBell };
const SHOWN = 8; // tags, before the rest is asked for

export function Sidebar({ list }: { list: ListKey }) {
  const { t } = useTranslation();
  const { account } = useWorkspace();
  const status = list.status === "any" ? "open" : list.status;
  return (
    <nav className={css.sidebar} aria-label={t("list.views")}>
      <h2 className={css.account}>{account.name}</h2>
      <div className={`${css.lists} scroll`}>
        <ul>
          {VIEWS.map((view) => (
            <Fixed key={view} view={view} list={list} status={status} />
          ))}
          <WithBot list={list} />
          <Deadlines list={list} />
          <MentionsEntry />
          <ScheduledEntry />
        </ul>
        <Queues list={list} status={status} />
        <Tags list={list} status={status} />
        <Saved list={list} />
      </div>
    </nav>
  );
}

interface InList {
  list: ListKey;
  status: ListKey["status"];
}

function Fixed({ view, list, status }: InList & { view: View }) {
  const { t } = useTranslation();
  const Icon = ICONS[view];
  const count = useCount(view);
  return (
    <Entry
      view={view}
      current={list.view}
      href={listPath(view, status)}
      icon={<Icon size={17} stroke={1.8} aria-hidden="true" />}
      name={t(`view.${view}`)}
      count={count}
    />
  );
}

/** What bots have; a person may take it over. */
function WithBot({ list }: { list: ListKey }) {
  const { t } = useTranslation();
  return (
    <Entry
      view={WITH_BOT}
      current={list.view}
      href={listPath(WITH_BOT)}
      icon={<IconRobot size={17} stroke={1.8} aria-hidden="true" />}
      name={t("bots.view")}
      count=""
      testId="view-bot"
    />
  );
}

/** What queues promised, the nearest deadline first; not where none promises anything. */
function Deadlines({ list }: { list: ListKey }) {
  const { t } = useTranslation();
  const { queues } = useWorkspace();
  if (!arePromised(queues)) return null;
  return (
    <Entry
      view={DEADLINES}
      current={list.view}
      href={listPath(DEADLINES)}
      icon={<IconHourglass size={17} stroke={1.8} aria-hidden="true" />}
      name={t("promises.view")}
      count=""
      testId="view-deadlines"
    />
  );
}

function Queues({ list, status }: InList) {
  const { t } = useTranslation();
  const { queues } = useWorkspace();
  const count = useGroupCount();
  if (queues.length === 0) return null;
  return (
    <Section title={t("lists.queues")}>
      {queues.map((queue) => (
        <Entry
          key={queue.id}
          view={`queue-${queue.id}`}
          current={list.view}
          href={listPath(`queue-${queue.id}`, status)}
          icon={<IconUsersGroup size={17} stroke={1.8} aria-hidden="true" />}
          name={queue.name}
          count={count(`queue-${queue.id}`)}
        />
      ))}
    </Section>
  );
}

function Tags({ list, status }: InList) {
  const { t } = useTranslation();
  const { tags = [] } = useWorkspace();
  const count = useGroupCount();
  const [all, setAll] = useState(false);
  if (tags.length === 0) return null;
  const shown = all ? tags : tags.filter((tag, i) => i < SHOWN || list.view === `tag-${tag.id}`);
  return (
    <Section title={t("lists.tags")}>
      {shown.map((tag) => (
        <Entry
          key={tag.id}
          view={`tag-${tag.id}`}
          current={list.view}
          href={listPath(`tag-${tag.id}`, status)}
          icon={<span className={css.dot}><TagDot colour={tag.colour} /></span>}
          name={tag.name}
          count={count(`tag-${tag.id}`)}
        />
      ))}
      {shown.length < tags.length && (
        <li>
          <button type="button" className={css.more} onClick={() => setAll(true)}>
            {t("lists.moreTags", { count: tags.length - shown.length })}
          </button>
        </li>
      )}
    </Section>
  );
}

/** Named filters, everybody's first; and the way to a new one. */
function Saved({ list }: { list: ListKey }) {
  const { t } = useTranslation();
  const { data = [] } = useViews();
  const [adding, setAdding] = useState(false);
  const add = (
    <button type="button" className={css.add} onClick={() => setAdding(true)} aria-label={t("lists.newView")} title={t("lists.newView")}>
      <IconPlus size={15} aria-hidden="true" />
    </button>
  );
  return (
    <Section title={t("lists.views")} action={add}>
      {data.map((view) => (
        <Entry
          key={view.id}
          view={`view-${view.id}`}
          current={list.view}
          href={listPath(`view-${view.id}`)}
          icon={<IconFilter size={17} stroke={1.8} aria-hidden="true" />}
          name={view.name}
          count=""
        />
      ))}
      {adding && (
        <Suspense fallback={null}>
          <FilterDialog saving close={() => setAdding(false)} />
        </Suspense>
      )}
    </Section>
  );
}

function Section({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <div className={css.title}>
        <h3>{title}</h3>
        {action}
      </div>
      <ul>{children}</ul>
    </section>
  );
}

interface EntryProps {
  view: ViewName;
  current: ViewName;
  href: string;
  icon: ReactNode;
  name: string;
  count: string;
  testId?: string;
}

function Entry({ view, current, href, icon, name, count, testId = `view-${view}` }: EntryProps) {
  return (
    <li>
      <Link
        href={href}
        className={css.entry}
        aria-current={view === current ? "page" : undefined}
        title={isFiltered(view) ? name : undefined}
        data-testid={testId}
      >
        {icon}
        <span className={css.name} dir="auto">{name}</span>
        <span className={css.count}>{count}</span>
      </Link>
    </li>
  );
}

/** Open conversations of a view, as far as they are loaded. */
export function useCount(view: View): string {
  const { rows, hasNextPage } = useList({ view, status: "open" });
  return countLabel(rows.length, hasNextPage);
}

/** Of a queue or a tag: exact if all open conversations are loaded. */
function useGroupCount(): (group: string) => string {
  const rows = useLive((state) => state.rows);
  const { hasNextPage } = useList({ view: "all", status: "open" });
  const counts = useMemo(() => groupCounts(Object.values(rows)), [rows]);
  return (group) => countLabel(counts[group] ?? 0, hasNextPage && (counts[group] ?? 0) > 0);
}
