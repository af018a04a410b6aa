import { IconMapOff } from "@tabler/icons-react";
import { lazy, Suspense, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Redirect, Route, Switch, useLocation } from "wouter";
import { Inbox } from "../features/inbox/Inbox";
import { Shell } from "../features/shell/Shell";
import { leadsThere } from "../rules/firstSteps";
import { onNoticeClick } from "../live/desktop";
import { isStatus, isView } from "../rules/lists";
import { Empty } from "../ui/Empty";
import { canManage, useWorkspace } from "./workspace";
import { RowSkeletons } from "../ui/Skeleton";

const Mentions = lazy(() => import("../features/mentions/Mentions"));
const Calls = lazy(() => import("../features/calls/CallsPage"));
const Scheduled = lazy(() => import("../features/scheduled/ScheduledPage"));
const SearchPage = lazy(() => import("../features/search/SearchPage"));
const ContactsPage = lazy(() => import("../features/contacts/ContactsPage"));
const StartPage = lazy(() => import("../features/start/StartPage"));
const Settings = lazy(() => import("../features/settings/Settings"));
const FlowsPage = lazy(() => import("../features/flows/FlowsPage"));
const ReportsPage = lazy(() => import("../features/reports/load").then(({ load }) => load()));
const Visitors = lazy(() => import("../features/visitors/VisitorsPage"));

export function Pages() {
  const [, go] = useLocation();
  const workspace = useWorkspace();
  const home = canManage(workspace.me) && leadsThere(workspace) ? "/start" : "/inbox/mine/open";
  useEffect(() => onNoticeClick((id) => go(`/inbox/all/open/${id}`)), [go]);
  return (
    <Shell>
      <Switch>
        <Route path="/">
          <Redirect to={home} replace />
        </Route>
        <Route path="/start">
          <Suspense fallback={<RowSkeletons />}>
            <StartPage />
          </Suspense>
        </Route>
        <Route path="/inbox/:view">
          {({ view }) => <Redirect to={`/inbox/${isView(view) ? view : "mine"}/open`} replace />}
        </Route>
        <Route path="/inbox/:view/:status/:conversation?">
          {({ view, status, conversation }) =>
            isView(view) && isStatus(status) ? (
              <Inbox list={{ view, status }} conversation={conversation ?? ""} />
            ) : (
              <Lost />
            )
          }
        </Route>
        <Route path="/mentions/:conversation?">
          {({ conversation }) => (
            <Suspense fallback={<RowSkeletons />}>
              <Mentions conversation={conversation ?? ""} />
            </Suspense>
          )}
        </Route>
        <Route path="/visitors">
          <Suspense fallback={<RowSkeletons />}>
            <Visitors />
          </Suspense>
        </Route>
        <Route path="/callbacks">
          <Suspense fallback={<RowSkeletons />}>
            <Calls />
          </Suspense>
        </Route>
        <Route path="/scheduled">
          <Suspense fallback={<RowSkeletons />}>
            <Scheduled />
          </Suspense>
        </Route>
        <Route path="/search">
          <Suspense fallback={<RowSkeletons />}>
            <SearchPage />
          </Suspense>
        </Route>
        <Route path="/contacts/:contact?">
          {({ contact }) => (
            <Suspense fallback={<RowSkeletons />}>
              <ContactsPage contact={contact ?? ""} />
            </Suspense>
          )}
        </Route>
        <Route path="/flows/:flow?">
          <Suspense fallback={<RowSkeletons />}>
            <FlowsPage />
          </Suspense>
        </Route>
        <Route path="/reports/:page?">
          {({ page }) => (
            <Suspense fallback={<RowSkeletons />}>
              <ReportsPage page={page ?? ""} />
            </Suspense>
          )}
        </Route>
        <Route path="/settings/*?">
          <Suspense fallback={<RowSkeletons />}>
            <Settings />
          </Suspense>
        </Route>
        <Route>
          <Lost />
        </Route>
      </Switch>
    </Shell>
  );
}

function Lost() {
  const { t } = useTranslation();
  const [, go] = useLocation();
  return (
    <Empty
      icon={<IconMapOff size={22} />}
      title={t("notFoundPage.title")}
      action={{ label: t("notFoundPage.action"), run: () => go("/") }}
    />
  );
}
