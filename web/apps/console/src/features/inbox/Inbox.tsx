import { useMediaQuery } from "@mantine/hooks";
import { IconFilterOff } from "@tabler/icons-react";
import type { SavedView } from "@tertulia/protocol";
import { lazy, Suspense, useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { useList } from "../../live/listFetch";
import { neighbour, type ListKey } from "../../rules/lists";
import { Empty } from "../../ui/Empty";
import { usePreference } from "../../ui/preference";
import { RowSkeletons } from "../../ui/Skeleton";
import { useShortcuts } from "../../ui/shortcuts";
import { Thread } from "../thread/Thread";
import { useResolved } from "../views/useViews";
import css from "./Inbox.module.css";
import { ListPane } from "./ListPane";
import { ordered, orderChoice } from "./order";
import { clearSelection, toggleSelected, useSelection } from "./selection";
import { Sidebar } from "./Sidebar";

const contactPanel = () => import("../contact/ContactPanel").then((module) => ({ default: module.ContactPanel }));
const ContactPanel = lazy(contactPanel);

interface Props {
  list: ListKey;
  conversation: string;
}

const chosen = (): boolean => useSelection.getState().ids.size > 0;

/** Lists, one conversation, its contact: side by side, or one at a time on a phone. */
export function Inbox({ list, conversation }: Props) {
  const resolved = useResolved(list);
  const [order] = usePreference(orderChoice);
  if (resolved.state === "loading") return <RowSkeletons />;
  if (resolved.state === "missing") return <NoView />;
  return <Desk list={ordered(resolved.list, order)} saved={resolved.saved} conversation={conversation} />;
}

function NoView() {
  const { t } = useTranslation();
  const [, go] = useLocation();
  return (
    <Empty
      icon={<IconFilterOff size={22} />}
      title={t("lists.viewMissing")}
      text={t("lists.viewMissingText")}
      action={{ label: t("lists.toInbox"), run: () => go("/inbox/mine/open") }}
    />
  );
}

function Desk({ list, saved, conversation }: Props & { saved?: SavedView }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const fetched = useList(list);
  const wide = useMediaQuery("(min-width: 1440px)", true, { getInitialValueInEffect: false });
  const [asked, setAsked] = useState<boolean | null>(null);
  useEffect(() => void contactPanel(), []); // after the list, before anybody asks for it
  const panel = asked ?? wide;
  const base = `/inbox/${list.view}/${list.status}`;
  const open = useCallback((id: string) => go(id ? `${base}/${id}` : base), [go, base]);
  const step = (by: 1 | -1) => {
    const row = neighbour(fetched.rows, conversation, by);
    if (row) open(row.id);
  };
  useShortcuts({
    j: () => step(1),
    k: () => step(-1),
    i: () => setAsked(!panel),
    u: () => open(""),
    Escape: () => (chosen() ? clearSelection() : panel && !wide ? setAsked(false) : open("")),
    x: () => conversation && toggleSelected(conversation),
  });
  return (
    <main className={css.inbox} data-reading={conversation ? true : undefined}>
      <h1 className="hidden-visually">{t("nav.inbox")}</h1>
      <Sidebar list={list} />
      <ListPane list={list} saved={saved} fetched={fetched} selected={conversation} open={open} />
      <div className={css.thread}>
        <Thread
          key={conversation}
          id={conversation}
          close={() => open("")}
          panelShown={panel}
          togglePanel={() => setAsked(!panel)}
        />
      </div>
      {conversation && panel && (
        <Suspense fallback={null}>
          <ContactPanel conversationId={conversation} floating={!wide} close={() => setAsked(false)} />
        </Suspense>
      )}
    </main>
  );
}
