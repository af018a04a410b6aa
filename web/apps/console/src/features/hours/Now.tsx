import type { HoursState, PreviewDay, ScheduleBody } from "@tertulia/protocol";
import { inZone, isZone } from "../../rules/zones";
import { dateText } from "./days";
import { intervalText } from "./draft";
import css from "./Hours.module.css";
import { usePreview } from "./useHours";
import { useWords } from "./words";

const SHOWN = 7;

/** What the hours come to: now, and on the next days. */
export function Now({ schedule, good }: { schedule: ScheduleBody; good: boolean }) {
  const { t } = useWords();
  const { data } = usePreview(schedule, good);
  if (!data) return <div className={css.now} aria-busy />;
  return (
    <section className={css.now} data-kind={data.now.kind} aria-label={t("now.next")} data-testid="hours-now">
      <p className={css.state}>
        <i className={css.dot} aria-hidden />
        <strong>
          <State state={data.now} zone={schedule.zone} />
        </strong>
        <span>
          <Opens state={data.now} zone={schedule.zone} />
        </span>
      </p>
      <ol className={css.days}>
        {data.days.slice(0, SHOWN).map((day) => (
          <DayRow key={day.day} day={day} />
        ))}
      </ol>
    </section>
  );
}

const timeIn = (at: string, zone: string, language: string): string => inZone(at, isZone(zone) ? zone : "UTC", language);

function State({ state: { kind, until, name }, zone }: { state: HoursState; zone: string }) {
  const { t, i18n } = useWords();
  if (kind === "open") return until ? t("now.openUntil", { time: timeIn(until, zone, i18n.language) }) : t("now.open");
  return name ? t("now.named", { name }) : t(`now.${kind}`);
}

function Opens({ state: { kind, until, opens }, zone }: { state: HoursState; zone: string }) {
  const { t, i18n } = useWords();
  if (opens) return t("now.opens", { time: timeIn(opens, zone, i18n.language) });
  return kind === "open" && !until ? "" : t("now.never");
}

function DayRow({ day: { day, hours, holiday, name } }: { day: PreviewDay }) {
  const { t, i18n } = useWords();
  const at = new Intl.DateTimeFormat(i18n.language, { weekday: "short", day: "numeric", timeZone: "UTC" });
  return (
    <li data-closed={hours.length === 0 || undefined} title={dateText(day, i18n.language)}>
      <b>{at.format(Date.parse(`${day}T00:00Z`))}</b>
      {hours.map((one) => (
        <span key={one.start}>{intervalText(one)}</span>
      ))}
      {hours.length === 0 && <span>{holiday && !name ? t("kind.holiday") : name || t("closedDay")}</span>}
    </li>
  );
}
