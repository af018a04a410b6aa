import { useMediaQuery } from "@mantine/hooks";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { useList } from "../../live/listFetch";
import { neighbour, type ListKey } from "../../rules/lists";
import { useShortcuts } from "../../ui/shortcuts";
import { ContactPanel } from "../contact/ContactPanel";
import { Thread } from "../thread/Thread";
import css from "./Inbox.module.css";
import { ListPane } from "./ListPane";
import { Sidebar } from "./Sidebar";

interface Props {
  list: ListKey;
  conversation: string;
}

/** Lists, one conversation, its contact: side by side, or one at a time on a phone. */
export function Inbox({ list, conversation }: Props) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const fetched = useList(list);
  const wide = useMediaQuery("(min-width: 1440px)", true, { getInitialValueInEffect: false });
  const [asked, setAsked] = useState<boolean | null>(null);
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
    Escape: () => (panel && !wide ? setAsked(false) : open("")),
  });
  return (
    <main className={css.inbox} data-reading={conversation ? true : undefined}>
      <h1 className="hidden-visually">{t("nav.inbox")}</h1>
      <Sidebar list={list} />
      <ListPane list={list} fetched={fetched} selected={conversation} open={open} />
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
        <ContactPanel conversationId={conversation} floating={!wide} close={() => setAsked(false)} />
      )}
    </main>
  );
}
