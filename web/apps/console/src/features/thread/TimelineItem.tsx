import type { ConversationView } from "@tertulia/protocol";
import { lazy, memo, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { Item } from "../../rules/timeline";
import { dayName } from "../../rules/time";
import { Bubble } from "./Bubble";
import { EventLines } from "./EventLines";
import { NoteCard } from "./NoteCard";
import { PendingState } from "./PendingState";
import css from "./TimelineItem.module.css";

const HandOffCard = lazy(() => import("../bots/HandOffCard"));

interface Props {
  item: Item;
  row: ConversationView;
}

export const TimelineItem = memo(
  function TimelineItem({ item, row }: Props) {
    if (item.kind === "day") return <Day at={item.at} itemKey={item.key} />;
    if (item.kind === "new") return <NewLine />;
    if (item.kind === "events") return <EventLines events={item.events} itemKey={item.key} />;
    if (item.kind === "handOff") return <HandOff item={item} />;
    const message = item.kind === "message" ? item.message : item.pending.message;
    const pending = item.kind === "pending" ? item.pending : null;
    const Shape = message.visibility === "note" ? NoteCard : Bubble;
    return (
      <div
        className={css.item}
        data-item={item.key}
        data-first={item.first || undefined}
        data-testid="message"
        data-seq={message.seq || undefined}
        data-state={pending?.state}
      >
        <Shape message={message} row={row} first={item.first} pending={pending !== null} />
        {pending && <PendingState pending={pending} />}
      </div>
    );
  },
  (before, after) => sameItem(before.item, after.item) && before.row.contact_name === after.row.contact_name,
);

/** Items are made anew by each change of the thread; what they show seldom changes. */
function sameItem(a: Item, b: Item): boolean {
  if (a.kind === "message" && b.kind === "message") {
    return a.message === b.message && a.first === b.first && a.last === b.last;
  }
  if (a.kind === "pending" && b.kind === "pending") return a.pending === b.pending && a.first === b.first;
  if (a.kind === "events" && b.kind === "events") return a.events.length === b.events.length;
  return a.kind === b.kind && a.key === b.key && a.kind !== "day";
}

function HandOff({ item }: { item: Extract<Item, { kind: "handOff" }> }) {
  return (
    <div className={css.item} data-item={item.key} data-seq={item.message.seq}>
      <Suspense fallback={null}>
        <HandOffCard message={item.message} />
      </Suspense>
    </div>
  );
}

function Day({ at, itemKey }: { at: string; itemKey: string }) {
  const { t, i18n } = useTranslation();
  const day = dayName(at, Date.now(), i18n.language);
  return (
    <div className={css.day} data-item={itemKey} role="separator">
      <span>{day.name === "date" ? day.text : t(`day.${day.name}`)}</span>
    </div>
  );
}

function NewLine() {
  const { t } = useTranslation();
  return (
    <div className={css.new} data-item="new" role="separator" data-testid="new-line">
      <span>{t("thread.newLine")}</span>
    </div>
  );
}
