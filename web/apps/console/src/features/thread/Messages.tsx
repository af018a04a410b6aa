import { IconArrowDown } from "@tabler/icons-react";
import { emptyThread, unread, type ConversationView } from "@tertulia/protocol";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../../app/workspace";
import { markRead } from "../../commands/markRead";
import { useLive } from "../../live/store";
import { timeline } from "../../rules/timeline";
import { Announcer } from "./Announcer";
import { Colleagues } from "./Colleagues";
import { useJump } from "./jump";
import css from "./Messages.module.css";
import { OlderEdge } from "./OlderEdge";
import { TimelineItem } from "./TimelineItem";
import { TypingLine } from "./TypingLine";
import { useThreadScroll } from "./useThreadScroll";

/** What was said, oldest at the top; stays where the reader is, or at the newest. */
export function Messages({ row }: { row: ConversationView }) {
  const { t } = useTranslation();
  const { me } = useWorkspace();
  const thread = useLive((state) => state.threads[row.id]) ?? emptyThread;
  const readAt = useReadAt(row, me.id);
  const items = useMemo(
    () => timeline(thread.messages, thread.pending, readAt),
    [thread.messages, thread.pending, readAt],
  );
  const scroller = useRef<HTMLDivElement>(null);
  const scroll = useThreadScroll(scroller, items, thread);
  useMarkRead(row, me.id, scroll.atNewest);
  useJump(row.id, scroller);
  return (
    <div className={css.frame}>
      <div
        ref={scroller}
        className={`${css.scroller} scroll`}
        role="log"
        aria-live="off"
        aria-label={t("thread.messages")}
        tabIndex={0}
        data-testid="messages"
      >
        <div className={css.content}>
          <OlderEdge id={row.id} more={thread.more} near={scroll.nearOldest} />
          {items.map((item) => (
            <TimelineItem key={item.key} item={item} row={row} />
          ))}
          <TypingLine row={row} />
        </div>
      </div>
      {!scroll.atNewest && <ToNewest count={scroll.below} go={scroll.toNewest} />}
      <Colleagues id={row.id} />
      <Announcer messages={thread.messages} row={row} />
    </div>
  );
}

function ToNewest({ count, go }: { count: number; go(): void }) {
  const { t } = useTranslation();
  return (
    <button type="button" className={css.toNewest} data-new={count > 0 || undefined} onClick={go} title={t("thread.toNewest")} data-testid="to-newest">
      {count > 0 ? t("thread.newBelow", { count }) : <span className="hidden-visually">{t("thread.toNewest")}</span>}
      <IconArrowDown size={16} />
    </button>
  );
}

/** What this agent had read when he came, or when he last looked away. */
function useReadAt(row: ConversationView, me: string): number | null {
  const [readAt, setReadAt] = useState<number | null>(() => (unread(row, me) > 0 ? (row.reads?.[me] ?? 0) : null));
  const inbound = useRef(row.inbound);
  inbound.current = row.inbound;
  useEffect(() => {
    const away = () => document.visibilityState === "hidden" && setReadAt(inbound.current);
    document.addEventListener("visibilitychange", away);
    return () => document.removeEventListener("visibilitychange", away);
  }, []);
  return readAt;
}

function useMarkRead(row: ConversationView, me: string, atNewest: boolean): void {
  const waiting = unread(row, me) > 0;
  useEffect(() => {
    if (!waiting || !atNewest) return;
    const look = () => {
      if (document.visibilityState === "visible") void markRead(row.id, me);
    };
    const timer = setTimeout(look, 300);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [waiting, atNewest, row.id, row.inbound, me]);
}
