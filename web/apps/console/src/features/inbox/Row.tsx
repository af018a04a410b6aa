import { IconAlarm, IconCheck, IconFlag3Filled } from "@tabler/icons-react";
import { unread, type ConversationView } from "@tertulia/protocol";
import { memo, type MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import { useAgent, useQueue, useTags, useWorkspace } from "../../app/workspace";
import { useLive } from "../../live/store";
import { contactTypes } from "../../live/typing";
import { exact, patience, promise, type Patience } from "../../rules/time";
import { Ago, useAgo } from "../../ui/Ago";
import { Avatar } from "../../ui/Avatar";
import { TagChip } from "../../ui/TagChip";
import { useNow } from "../../ui/useNow";
import { ROW_HEIGHT } from "./List";
import { usePreview } from "./preview";
import { BotChip } from "../bots/BotChip";
import { Face } from "../team/Face";
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
  checked: boolean;
  selecting: boolean; // something is chosen: the boxes show everywhere
  check(id: string, range: boolean): void;
}

export const Row = memo(function Row({ row, top, selected, position, total, open, checked, selecting, check }: Props) {
  const { t } = useTranslation();
  const { me } = useWorkspace();
  const count = unread(row, me.id);
  const name = contactName(row);
  return (
    <div
      id={`row-${row.id}`}
      role="option"
      aria-selected={selected}
      aria-checked={checked}
      data-checked={checked || undefined}
      data-selecting={selecting || undefined}
      aria-posinset={position}
      aria-setsize={total}
      className={css.row}
      data-unread={count > 0 || undefined}
      data-testid="conversation-row"
      data-conversation={row.id}
      style={{ height: ROW_HEIGHT, transform: `translateY(${top}px)` }}
      onClick={(event) => (event.shiftKey ? check(row.id, true) : open(row.id))}
    >
      <span className={css.face} onClick={(event) => touched(event) && check(row.id, false)}>
        <Avatar name={name} id={row.contact_id} channel={row.channel_kind} />
        <Check on={checked} toggle={(event) => check(row.id, event.shiftKey)} />
      </span>
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
  const typing = useLive((state) => contactTypes(state.typing, row.id));
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
      {row.bot_id && <BotChip flow={row.bot_id} />}
      {queue && <span className={css.queue}>{queue.name}</span>}
      <Tags ids={row.tags} />
      <span className={css.gap} />
      {agent && (
        <span title={agent.name} className={css.assignee}>
          <Face agent={agent} size="xs" />
          <span className="hidden-visually">{agent.name}</span>
        </span>
      )}
    </div>
  );
}

const SHOWN = 2;

function Tags({ ids }: { ids: ConversationView["tags"] }) {
  const tags = useTags(ids);
  const rest = tags.slice(SHOWN).map((tag) => tag.name);
  return (
    <>
      {tags.slice(0, SHOWN).map((tag) => (
        <TagChip key={tag.id} tag={tag} size="s" />
      ))}
      {rest.length > 0 && (
        <span className={css.rest} title={rest.join(", ")}>
          +{rest.length}
        </span>
      )}
    </>
  );
}

/** A finger has no hover: the face is the box. */
function touched(event: MouseEvent): boolean {
  if ((event.nativeEvent as PointerEvent).pointerType !== "touch") return false;
  event.stopPropagation();
  return true;
}

/** Chosen for a change of many. The row tells it to a screen reader; x is its key. */
function Check({ on, toggle }: { on: boolean; toggle(event: MouseEvent): void }) {
  const { t } = useTranslation();
  return (
    <span
      className={css.check}
      data-on={on || undefined}
      data-testid="select-row"
      title={`${t("lists.select.row")} (x)`}
      aria-hidden="true"
      onClick={(event) => {
        event.stopPropagation();
        toggle(event);
      }}
    >
      {on && <IconCheck size={14} stroke={3} />}
    </span>
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
  if (row.status === "open" && row.sla_due) {
    const promised = promise(row.sla_due, row.sla_warn, now);
    if (promised !== "fine") return <Promised due={row.sla_due} tone={promised} now={now} />;
  }
  if (!row.waiting_since || row.status !== "open") return null;
  if (now - Date.parse(row.waiting_since) < MINUTE) return null;
  const time = ago(row.waiting_since);
  const label = t("list.waiting", { time });
  return (
    <span
      className={css.waiting}
      data-patience={row.sla_due ? "fine" : patience(row.waiting_since, now)}
      title={label}
      aria-label={label}
      role="img"
    >
      {time}
    </span>
  );
}

/** What the queue promised, nearly late or late. */
function Promised({ due, tone, now }: { due: string; tone: Patience; now: number }) {
  const { t } = useTranslation();
  const ago = useAgo();
  const left = Date.parse(due) - now;
  const time = ago(new Date(now - Math.abs(left)).toISOString());
  const label = t(left > 0 ? "list.due" : "list.late", { time });
  return (
    <span className={css.waiting} data-patience={tone} title={label} data-testid="promised">
      {label}
    </span>
  );
}
