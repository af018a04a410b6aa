import { IconAlertCircle, IconClock, IconMessageOff, IconPencil, IconX } from "@tabler/icons-react";
import type { ConversationView, ScheduleView } from "@tertulia/protocol";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { unschedule } from "../../commands/schedule";
import { inOurWords } from "../../i18n/refusals";
import { useSchedules } from "../../live/replies";
import { exact } from "../../rules/time";
import { inZone } from "../../rules/zones";
import css from "./Scheduled.module.css";

const EditScheduled = lazy(() => import("./EditScheduled"));
const UNFOLDED = 2;

/** What is still to be sent here, and what could not be. */
export function Scheduled({ row }: { row: ConversationView }) {
  const { t } = useTranslation();
  const { data = [] } = useSchedules(row.id);
  const [open, setOpen] = useState(false);
  if (data.length === 0) return null;
  const folded = data.length > UNFOLDED && !open;
  const shown = folded ? data.slice(0, 1) : data;
  return (
    <section className={css.scheduled} aria-label={t("compose.schedule.list")} data-testid="scheduled">
      <ul className="scroll">
        {shown.map((one) => (
          <li key={one.id}>
            <Line one={one} />
          </li>
        ))}
      </ul>
      {data.length > UNFOLDED && (
        <button type="button" className={css.fold} aria-expanded={open} onClick={() => setOpen(!open)}>
          {folded ? t("compose.schedule.more", { count: data.length - 1 }) : t("compose.schedule.fewer")}
        </button>
      )}
    </section>
  );
}

/** One scheduled message, with what can be done to it. */
export function Line({ one }: { one: ScheduleView }) {
  const { t, i18n } = useTranslation();
  const [editing, setEditing] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const failed = one.state === "failed";
  const { content } = one;
  const words = content.text || content.media?.[0]?.name || content.contacts?.[0]?.name || t(`kind.${content.kind}`);
  const cancel = async () => {
    setLeaving(true);
    if (!(await unschedule(one))) setLeaving(false);
  };
  return (
    <div className={css.line} data-failed={failed || undefined} data-leaving={leaving || undefined} data-testid="scheduled-line">
      {failed ? <IconAlertCircle size={16} aria-hidden="true" /> : <IconClock size={16} aria-hidden="true" />}
      <div className={css.words}>
        <p className={css.when}>
          <time dateTime={one.due_at} title={exact(one.due_at, i18n.language)}>
            {inZone(one.due_at, one.zone, i18n.language)}
          </time>{" "}
          <span>{one.zone.split("/").at(-1)?.replaceAll("_", " ")}</span>
          {one.unless_reply && (
            <span className={css.unless} title={t("compose.schedule.unless")}>
              <IconMessageOff size={13} aria-label={t("compose.schedule.unless")} />
            </span>
          )}
        </p>
        <p className={css.text}>{words}</p>
        {failed && <p className={css.reason}>{t("compose.schedule.failed", { reason: inOurWords(one.reason ?? "") })}</p>}
      </div>
      {one.state !== "sending" && (
        <>
          <button type="button" onClick={() => setEditing(true)} aria-label={t("compose.schedule.edit")} title={t("compose.schedule.edit")}>
            <IconPencil size={16} />
          </button>
          <button type="button" onClick={() => void cancel()} disabled={leaving} aria-label={t("compose.schedule.cancel")} title={t("compose.schedule.cancel")}>
            <IconX size={16} />
          </button>
        </>
      )}
      {editing && (
        <Suspense fallback={null}>
          <EditScheduled one={one} close={() => setEditing(false)} />
        </Suspense>
      )}
    </div>
  );
}
