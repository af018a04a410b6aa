import type { MessageView } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../../app/workspace";
import { clock, exact, exactWithSeconds } from "../../rules/time";
import { WhyButton } from "../queues/WhyButton";
import css from "./EventLines.module.css";

const SHOWN = 2;

/** What was done to the conversation: quiet, and folded when there is much of it. */
export function EventLines({ events, itemKey }: { events: MessageView[]; itemKey: string }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const folded = events.length > SHOWN && !open;
  const shown = folded ? events.slice(-1) : events;
  const hidden = events.length - 1;
  return (
    <div className={css.events} data-item={itemKey} data-testid="events">
      {events.length > SHOWN && (
        <button type="button" className={css.fold} aria-expanded={open} onClick={() => setOpen(!open)}>
          {folded ? t("thread.events", { count: hidden }) : t("thread.foldEvents")}
        </button>
      )}
      {shown.map((event) => (
        <Line key={event.seq} event={event} />
      ))}
    </div>
  );
}

function Line({ event }: { event: MessageView }) {
  const { i18n } = useTranslation();
  const words = useEventWords();
  return (
    <p className={css.line}>
      {words(event)}{" "}
      <time dateTime={event.at} title={exactWithSeconds(event.at, i18n.language)}>
        {clock(event.at, i18n.language)}
      </time>{" "}
      <WhyButton line={event} />
    </p>
  );
}

export function useEventWords(): (event: MessageView) => string {
  const { t, i18n } = useTranslation();
  const { agents, queues } = useWorkspace();
  return ({ content, author }) => {
    const data = content.data ?? {};
    const name = (id: string | undefined) => agents.find((agent) => agent.id === id)?.name ?? t("someone");
    const values = {
      ...data,
      actor: author.kind === "system" ? t("event.system") : author.name || name(author.id),
      agent: name(data.assignee_id),
      queue: queues.find((queue) => queue.id === data.queue_id)?.name ?? "",
      until: data.until || data.due_at ? exact((data.until || data.due_at)!, i18n.language) : "",
      priority: t(`priority.${data.priority || "none"}`).toLocaleLowerCase(i18n.language),
      tags: data.tags ?? "",
      facts: Object.entries(data).map(([fact, value]) => `${fact}: ${value || "–"}`).join(", "),
      event: content.event ?? "",
      offered: name(data.offered_to),
      gone: name(data.agent_id),
      target: data.target ? t(`promise.${data.target as "resolution"}`, data.target) : "",
      due: data.due ? exact(data.due, i18n.language) : "",
      reason: data.reason ? `: ${data.reason}` : "",
      comment: data.comment ? `: “${data.comment}”` : "",
    };
    return t([...variants(content.event ?? "", author, data), "event.other"], values);
  };
}

const HANDED = new Set([
  "conversation.transferred",
  "conversation.accepted",
  "conversation.declined",
  "conversation.offer_lapsed",
]);

/** The most fitting words first. */
function variants(event: string, author: MessageView["author"], data: Record<string, string>): string[] {
  const plain = HANDED.has(event) ? `desk.event.${event}` : `event.${event}`;
  if (event === "conversation.to_bot") return ["bots.toBot"];
  if (HANDED.has(event)) return [data.assignee_id ? plain : `${plain}Queue`, plain];
  if (author.kind === "system") return [`${plain}Auto`, plain];
  if (author.id && data.assignee_id === author.id) return [`${plain}Self`, plain];
  return [plain];
}
