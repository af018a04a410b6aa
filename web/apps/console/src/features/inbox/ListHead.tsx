import { Menu } from "@mantine/core";
import { IconCheck, IconChevronDown, IconFilter, IconSortAscending, IconSortDescending } from "@tabler/icons-react";
import type { SavedView } from "@tertulia/protocol";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { useWorkspace } from "../../app/workspace";
import { WITH_BOT } from "../../rules/bots";
import { arePromised, DEADLINES } from "../../rules/promises";
import { isFiltered, listPath, STATUSES, VIEWS, type ListKey, type View, type ViewName } from "../../rules/lists";
import { IconButton } from "../../ui/IconButton";
import { usePreference } from "../../ui/preference";
import { useViews } from "../views/useViews";
import css from "./ListHead.module.css";
import { orderChoice } from "./order";
import { useCount } from "./Sidebar";
import { useListName } from "./useListName";
import { ViewTools } from "./ViewTools";

const FilterDialog = lazy(() => import("../views/FilterDialog"));

export function ListHead({ list, saved }: { list: ListKey; saved?: SavedView }) {
  const filtered = isFiltered(list.view);
  return (
    <header className={css.head}>
      <div className={css.line}>
        <ViewChoice list={list} />
        <span className={css.tools}>
          {!filtered && <Sort />}
          {!filtered && <FilterButton list={list} />}
          {filtered && <ViewTools list={list} saved={saved} />}
        </span>
      </div>
      {!filtered && <StatusTabs list={list} />}
    </header>
  );
}

/** The view's name; where the sidebar has no room, also the way to the others. */
function ViewChoice({ list }: { list: ListKey }) {
  const { t } = useTranslation();
  const name = useListName(list);
  return (
    <>
      <h2 className={css.title} dir="auto" title={name}>{name}</h2>
      <Menu position="bottom-start" width={240}>
        <Menu.Target>
          <button type="button" className={css.choice} aria-label={`${name}. ${t("list.select")}`}>
            <span>{name}</span> <IconChevronDown size={16} />
          </button>
        </Menu.Target>
        <Menu.Dropdown className={`${css.choices} scroll`}>
          <Choices list={list} />
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

function Choices({ list }: { list: ListKey }) {
  const { t } = useTranslation();
  const { queues, tags = [] } = useWorkspace();
  const { data: views = [] } = useViews();
  return (
    <>
      {VIEWS.map((view) => (
        <Choice key={view} view={view} name={t(`view.${view}`)} list={list} />
      ))}
      <Choice view={WITH_BOT} name={t("bots.view")} list={list} />
      {arePromised(queues) && <Choice view={DEADLINES} name={t("promises.view")} list={list} />}
      <Group title={t("lists.queues")} kind="queue" things={queues} list={list} />
      <Group title={t("lists.tags")} kind="tag" things={tags} list={list} />
      <Group title={t("lists.views")} kind="view" things={views} list={list} />
    </>
  );
}

interface GroupProps {
  title: string;
  kind: "queue" | "tag" | "view";
  things: readonly { id: string; name: string }[];
  list: ListKey;
}

function Group({ title, kind, things, list }: GroupProps) {
  if (things.length === 0) return null;
  return (
    <>
      <Menu.Label>{title}</Menu.Label>
      {things.map(({ id, name }) => (
        <Choice key={id} view={`${kind}-${id}`} name={name} list={list} />
      ))}
    </>
  );
}

function Choice({ view, name, list }: { view: ViewName; name: string; list: ListKey }) {
  const [, go] = useLocation();
  const status = list.status === "any" ? "open" : list.status;
  const fixed = (VIEWS as readonly string[]).includes(view);
  return (
    <Menu.Item
      rightSection={view === list.view ? <IconCheck size={16} /> : fixed ? <Count view={view as View} /> : null}
      onClick={() => go(isFiltered(view) ? listPath(view) : listPath(view, status))}
    >
      {name}
    </Menu.Item>
  );
}

const Count = ({ view }: { view: View }) => <span className={css.count}>{useCount(view)}</span>;

function Sort() {
  const { t } = useTranslation();
  const [order, setOrder] = usePreference(orderChoice);
  const newest = order === "newest";
  const label = t("lists.sort", { order: t(newest ? "lists.newest" : "lists.oldest") });
  return (
    <IconButton label={label} onClick={() => setOrder(newest ? "oldest" : "newest")} data-testid="sort">
      {newest ? <IconSortDescending size={18} /> : <IconSortAscending size={18} />}
    </IconButton>
  );
}

function FilterButton({ list }: { list: ListKey }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  return (
    <>
      <IconButton label={t("lists.filter")} onClick={() => setOpened(true)} data-testid="filter">
        <IconFilter size={18} />
      </IconButton>
      {opened && (
        <Suspense fallback={null}>
          <FilterDialog from={list} close={() => setOpened(false)} />
        </Suspense>
      )}
    </>
  );
}

function StatusTabs({ list }: { list: ListKey }) {
  const { t } = useTranslation();
  return (
    <nav className={css.tabs} aria-label={t("status.label")}>
      {STATUSES.map((status) => (
        <Link
          key={status}
          href={listPath(list.view, status)}
          className={css.tab}
          aria-current={status === list.status ? "page" : undefined}
          data-testid={`status-${status}`}
        >
          {t(`status.${status}`)}
        </Link>
      ))}
    </nav>
  );
}
