import { Menu } from "@mantine/core";
import { IconCheck, IconChevronDown } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { STATUSES, VIEWS, type ListKey } from "../../rules/lists";
import css from "./ListHead.module.css";
import { useCount } from "./Sidebar";

export function ListHead({ list }: { list: ListKey }) {
  return (
    <header className={css.head}>
      <ViewChoice list={list} />
      <StatusTabs list={list} />
    </header>
  );
}

/** The view's name; where the sidebar has no room, also the way to the others. */
function ViewChoice({ list }: { list: ListKey }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  return (
    <>
      <h2 className={css.title}>{t(`view.${list.view}`)}</h2>
      <Menu position="bottom-start" width={200}>
        <Menu.Target>
          <button type="button" className={css.choice} aria-label={`${t(`view.${list.view}`)}. ${t("list.select")}`}>
            {t(`view.${list.view}`)} <IconChevronDown size={16} />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {VIEWS.map((view) => (
            <Menu.Item
              key={view}
              rightSection={view === list.view ? <IconCheck size={16} /> : <Count view={view} />}
              onClick={() => go(`/inbox/${view}/${list.status}`)}
            >
              {t(`view.${view}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

const Count = ({ view }: { view: ListKey["view"] }) => <span className={css.count}>{useCount(view)}</span>;

function StatusTabs({ list }: { list: ListKey }) {
  const { t } = useTranslation();
  return (
    <nav className={css.tabs} aria-label={t("status.label")}>
      {STATUSES.map((status) => (
        <Link
          key={status}
          href={`/inbox/${list.view}/${status}`}
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
