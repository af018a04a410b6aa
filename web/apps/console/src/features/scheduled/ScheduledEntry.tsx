import { IconClock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import css from "../inbox/Sidebar.module.css";

/** In the inbox's sidebar: what is to be sent later. */
export function ScheduledEntry() {
  const { t } = useTranslation();
  return (
    <li>
      <Link href="/scheduled" className={css.entry} data-testid="view-scheduled">
        <IconClock size={17} stroke={1.8} aria-hidden="true" />
        <span className={css.name}>{t("compose.schedule.entry")}</span>
      </Link>
    </li>
  );
}
