import { IconAlarm, IconFlag3Filled } from "@tabler/icons-react";
import { unread, type ConversationView } from "@tertulia/protocol";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { useAgent, useQueue, useWorkspace } from "../../app/workspace";
import { useLive } from "../../live/store";
import { exact, patience } from "../../rules/time";
import { Ago, useAgo } from "../../ui/Ago";
import { Avatar } from "../../ui/Avatar";
import { useNow } from "../../ui/useNow";
import { ROW_HEIGHT } from "./List";
import { usePreview } from "./preview";
import css from "./Row.module.css";
import { contactName } from "../../ui/contactName";

const MINUTE = 60_000;

interface Props {
  row: ConversationView;
  top: number;
  selected: boolean;
  position: number;
  total: number;
  open(id: string): void;
}

export const Row = memo(function Row({ row, top, selected, position, total, open }: Props) {
  const { t } = useTranslation();
  const { me } = useWorkspace();
  const count = unread(row, me.id);
  const name = contactName(row);
  return (
    <div
      id={`row-${row.id}`}
      role="option"
      aria-selected={selected}
      aria-posinset={position}
      aria-setsize={total}
      className={css.row}
      data-unread={count > 0 || undefined}
      data-testid="conversation-row"
      data-conversation={row.id}
      style={{ height: ROW_HEIGHT, transform: `translateY(${top}px)` }}
      onClick={() => open(row.id)}
    >
      <Avatar name={name} id={row.contact_id} channel={row.channel_kind} />
      <div className={css.body}>
        <div className={css.top}>
          <span className={css.name}>{name}</span>
          <Priority priority={row.priority} />
          <Ago at={row.last_at} className={css.time} />
        </div>
        <div className={css.middle}>
          <Words row={row} />
          {count > 0 && (
            <span className={css.unread} aria-label={t("list.unread", { count })}>
              {count > 99 ? "99+" : count}
            </span>
          )}
        </div>
        <Foot row={row} />
      </div>
    </div>
  );
});

/** The contact's draft while he types, else the last words. */
function Words({ row }: { row: ConversationView }) {
  const { t } = useTranslation();
  const typing = useLive((state) => state.typing[row.id]?.author_kind === "contact");
  const preview = usePreview(row);
  if (typing) return <span className={css.typing}>{t("thread.typing", { name: contactName(row) })}</span>;
  return <span className={css.words}>{preview}</span>;
}

function Priority({ priority }: { priority: ConversationView["priority"] }) {
  const { t } = useTranslation();
  if (priority !== "urgent" && priority !== "high") return null;
  return (
    <span className={css.priority} data-priority={priority} title={t(`priority.${priority}`)}>
      <IconFlag3Filled size={13} aria-label={t(`priority.${priority}`)} />
    </span>
  );
}

function Foot({ row }: { row: ConversationView }) {
  const agent = useAgent(row.assignee_id);
  const queue = useQueue(row.queue_id);
  return (
    <div className={css.foot}>
      <Waiting row={row} />
      {queue && <span className={css.queue}>{queue.name}</span>}
      {row.tags?.slice(0, 2).map((tag) => (
        <span key={tag} className={css.tag}>
          {tag}
        </span>
      ))}
      <span className={css.gap} />
      {agent && (
        <span title={agent.name} className={css.assignee}>
          <Avatar name={agent.name} id={agent.id} size="xs" />
          <span className="hidden-visually">{agent.name}</span>
        </span>
      )}
    </div>
  );
}

function Waiting({ row }: { row: ConversationView }) {
  const { t, i18n } = useTranslation();
  const ago = useAgo();
  const now = useNow();
  if (row.status === "snoozed" && row.snoozed_until) {
    return (
      <span className={css.snoozed}>
        <IconAlarm size={13} /> {t("list.snoozedUntil", { time: exact(row.snoozed_until, i18n.language) })}
      </span>
    );
  }
  if (!row.waiting_since || row.status !== "open") return null;
  if (now - Date.parse(row.waiting_since) < MINUTE) return null;
  const time = ago(row.waiting_since);
  const label = t("list.waiting", { time });
  return (
    <span className={css.waiting} data-patience={patience(row.waiting_since, now)} title={label} aria-label={label} role="img">
      {time}
    </span>
  );
}
