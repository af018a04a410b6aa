import { IconAddressBook, IconChartBar, IconInbox, IconRoute, IconSearch, IconSettings } from "@tabler/icons-react";
import { Tooltip } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { canManage, canOversee, useWorkspace } from "../../app/workspace";
import { Mark } from "../../ui/Mark";
import { VisitPlaces } from "../visitors/RailPlaces";
import { TeamButton } from "../team/TeamButton";
import { MeMenu } from "./MeMenu";
import css from "./Rail.module.css";

interface Props {
  onKeys(): void;
}

export function Rail({ onKeys }: Props) {
  const { t } = useTranslation();
  const { me } = useWorkspace();
  const [location] = useLocation();
  return (
    <nav className={css.rail} aria-label={t("nav.main")}>
      {location.startsWith("/inbox") && (
        <a className={css.skip} href="#conversations">
          {t("skip")}
        </a>
      )}
      <span className={css.mark}>
        <Mark />
      </span>
      <Place to="/inbox/mine/open" under="/inbox" also={IN_INBOX} label={t("nav.inbox")}>
        <IconInbox size={20} stroke={1.8} />
      </Place>
      <VisitPlaces />
      <Place to="/search" under="/search" label={t("contacts.search.title")}>
        <IconSearch size={20} stroke={1.8} />
      </Place>
      <Place to="/contacts" under="/contacts" label={t("contacts.title")}>
        <IconAddressBook size={20} stroke={1.8} />
      </Place>
      <TeamButton className={css.place} />
      <span className={css.gap} />
      {canManage(me) && (
        <Place to="/flows" under="/flows" label={t("nav.flows")}>
          <IconRoute size={20} stroke={1.8} />
        </Place>
      )}
      {canOversee(me) && (
        <Place to="/reports" under="/reports" label={t("nav.reports")}>
          <IconChartBar size={20} stroke={1.8} />
        </Place>
      )}
      <Place to="/settings" under="/settings" label={t("nav.settings")}>
        <IconSettings size={20} stroke={1.8} />
      </Place>
      <MeMenu onKeys={onKeys} />
    </nav>
  );
}

interface PlaceProps {
  to: string;
  under: string;
  also?: readonly string[]; // addresses that belong to it as well
  label: string;
  children: ReactNode;
}

const IN_INBOX = ["/mentions", "/scheduled"];

function Place({ to, under, also = [], label, children }: PlaceProps) {
  const [location] = useLocation();
  const here = [under, ...also].some((each) => location.startsWith(each));
  return (
    <Tooltip label={label} position="right">
      <Link href={to} className={css.place} aria-label={label} aria-current={here ? "page" : undefined}>
        {children}
      </Link>
    </Tooltip>
  );
}
