import { IconChevronRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import css from "./Navigation.module.css";
import { GROUPS, type SettingsPage } from "./registry";

export function Navigation({ pages }: { pages: readonly SettingsPage[] }) {
  const { t } = useTranslation();
  const shown = GROUPS.map((group) => ({ group, members: pages.filter((one) => one.group === group) }));
  return (
    <nav className={`${css.nav} scroll`} aria-label={t("settings.title")}>
      <h1 className={css.title}>{t("settings.title")}</h1>
      {shown
        .filter(({ members }) => members.length > 0)
        .map(({ group, members }) => (
          <section key={group} aria-labelledby={`settings-${group}`}>
            <h2 id={`settings-${group}`}>{t(`settingsNav.${group}`)}</h2>
            <ul>
              {members.map((one) => (
                <li key={one.id}>
                  <Entry page={one} />
                </li>
              ))}
            </ul>
          </section>
        ))}
    </nav>
  );
}

function Entry({ page: { id, label, Icon } }: { page: SettingsPage }) {
  const { t } = useTranslation();
  const [location] = useLocation();
  const path = `/settings/${id}`;
  const here = location === path || location.startsWith(`${path}/`);
  return (
    <Link href={path} className={css.entry} aria-current={here ? "page" : undefined}>
      <Icon size={18} stroke={1.8} />
      <span>{t(label as "retry")}</span>
      <IconChevronRight size={16} className={css.chevron} />
    </Link>
  );
}
