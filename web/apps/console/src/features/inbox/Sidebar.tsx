import { IconCircleDashed, IconStack2, IconUser } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useWorkspace } from "../../app/workspace";
import { useList } from "../../live/listFetch";
import { countLabel, VIEWS, type ListKey, type View } from "../../rules/lists";
import css from "./Sidebar.module.css";

const ICONS = { mine: IconUser, unassigned: IconCircleDashed, all: IconStack2 };

export function Sidebar({ list }: { list: ListKey }) {
  const { t } = useTranslation();
  const { account } = useWorkspace();
  return (
    <nav className={css.sidebar} aria-label={t("list.views")}>
      <h2 className={css.account}>{account.name}</h2>
      <ul>
        {VIEWS.map((view) => (
          <Entry key={view} view={view} current={list.view} status={list.status} />
        ))}
      </ul>
    </nav>
  );
}

function Entry({ view, current, status }: { view: View; current: View; status: ListKey["status"] }) {
  const { t } = useTranslation();
  const Icon = ICONS[view];
  const count = useCount(view);
  return (
    <li>
      <Link
        href={`/inbox/${view}/${status}`}
        className={css.entry}
        aria-current={view === current ? "page" : undefined}
        data-testid={`view-${view}`}
      >
        <Icon size={17} stroke={1.8} aria-hidden="true" />
        <span className={css.name}>{t(`view.${view}`)}</span>
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
