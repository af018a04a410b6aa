import { useMediaQuery } from "@mantine/hooks";
import { IconChevronLeft, IconLock } from "@tabler/icons-react";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Link, Redirect, Route, Switch, useLocation } from "wouter";
import { canManage, useWorkspace } from "../../app/workspace";
import { Empty } from "../../ui/Empty";
import { LineSkeletons } from "../../ui/Skeleton";
import { Navigation } from "./Navigation";
import { PAGES, pagesFor, type SettingsPage } from "./registry";
import css from "./Settings.module.css";

/** Beside each other where there is room; on a phone, the list of pages and then the page. */
export default function Settings() {
  const { me } = useWorkspace();
  const [location] = useLocation();
  const phone = useMediaQuery("(max-width: 760px)", undefined, { getInitialValueInEffect: false });
  const pages = pagesFor(canManage(me));
  const root = location.replace(/\/$/, "") === "/settings";
  return (
    <div className={css.frame}>
      {!phone && <Navigation pages={pages} />}
      {phone && root && (
        <main className={css.list}>
          <Navigation pages={pages} />
        </main>
      )}
      {(!phone || !root) && (
        <Switch>
          {PAGES.map((page) => (
            <Route key={page.id} path={`/settings/${page.id}/*?`}>
              {pages.includes(page) ? <Shown page={page} phone={phone} /> : <Refused />}
            </Route>
          ))}
          <Route>
            <Redirect to={phone ? "/settings" : `/settings/${pages[0]?.id}`} replace />
          </Route>
        </Switch>
      )}
    </div>
  );
}

function Shown({ page: { id, wide, Page }, phone }: { page: SettingsPage; phone: boolean }) {
  const { t } = useTranslation();
  const [location] = useLocation();
  return (
    <main className={`${css.page} scroll`}>
      <div className={wide ? css.wide : css.column}>
        {phone && location === `/settings/${id}` && (
          <Link href="/settings" className={css.back}>
            <IconChevronLeft size={16} /> {t("settings.title")}
          </Link>
        )}
        <Suspense fallback={<LineSkeletons count={6} />}>
          <Page />
        </Suspense>
      </div>
    </main>
  );
}

function Refused() {
  const { t } = useTranslation();
  return (
    <main className={css.page}>
      <Empty icon={<IconLock size={22} />} title={t("account.forbidden")} />
    </main>
  );
}
