import { useMediaQuery } from "@mantine/hooks";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { useLive } from "../../live/store";
import { newestFirst } from "../../live/mentions";
import type { ListKey, ViewName } from "../../rules/lists";
import { useShortcuts } from "../../ui/shortcuts";
import { ContactPanel } from "../contact/ContactPanel";
import frame from "../inbox/Inbox.module.css";
import { Sidebar } from "../inbox/Sidebar";
import { Thread } from "../thread/Thread";
import { MentionList } from "./MentionList";

const NOWHERE: ListKey = { view: "mentions" as ViewName, status: "open" };

/** Notes that name me, and the conversation that one of them stands in. */
export default function Mentions({ conversation }: { conversation: string }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const wide = useMediaQuery("(min-width: 1440px)", true, { getInitialValueInEffect: false });
  const [asked, setAsked] = useState<boolean | null>(null);
  const panel = asked ?? wide;
  const mentions = useLive((state) => state.mentions);
  const open = useCallback(
    (id: string, seq = 0) => go(id ? `/mentions/${id}${seq ? `#m${seq}` : ""}` : "/mentions"),
    [go],
  );
  const step = (by: 1 | -1) => {
    const all = newestFirst(mentions);
    const at = all.findIndex((mention) => mention.conversation_id === conversation);
    const next = all[Math.max(0, at + by)];
    if (next) open(next.conversation_id, next.seq);
  };
  useShortcuts({
    j: () => step(1),
    k: () => step(-1),
    i: () => setAsked(!panel),
    u: () => open(""),
    Escape: () => (panel && !wide ? setAsked(false) : open("")),
  });
  return (
    <main className={frame.inbox} data-reading={conversation ? true : undefined}>
      <h1 className="hidden-visually">{t("desk.mention.view")}</h1>
      <Sidebar list={NOWHERE} />
      <MentionList selected={conversation} open={open} />
      <div className={frame.thread}>
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
