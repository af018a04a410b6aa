import { TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import type { HoursInterval } from "@tertulia/protocol";
import { IconButton } from "../../ui/IconButton";
import { breaks, intervalText, MOST_INTERVALS, nextInterval } from "./draft";
import css from "./Hours.module.css";
import { useWords } from "./words";

interface Props {
  day: readonly HoursInterval[];
  name: string; // of the day, for who cannot see where a field stands
  place: string; // its field, as the server names it
  put(day: HoursInterval[]): void;
  errorOf(field: string): string | undefined;
  closed?: string;
}

/** The intervals of one day. */
export function Intervals({ day, name, place, put, errorOf, closed }: Props) {
  const { t } = useWords();
  const set = (number: number, changed: Partial<HoursInterval>) =>
    put(day.map((one, i) => (i === number ? { ...one, ...changed } : one)));
  return (
    <div className={css.intervals}>
      {day.length === 0 && <span className={css.closed}>{closed ?? t("closedDay")}</span>}
      {day.map((one, number) => {
        const error = errorOf(`${place}.${number}.start`) ?? errorOf(`${place}.${number}.end`);
        return (
          <div key={number} className={css.interval} data-testid="interval">
            <TextInput
              type="time"
              size="xs"
              aria-label={t("from", { day: name })}
              value={one.start}
              error={Boolean(error)}
              onChange={(event) => set(number, { start: event.currentTarget.value })}
            />
            <span aria-hidden>–</span>
            <TextInput
              type="time"
              size="xs"
              aria-label={t("until", { day: name })}
              value={one.end}
              error={Boolean(error)}
              onChange={(event) => set(number, { end: event.currentTarget.value })}
            />
            <button
              type="button"
              className={css.next}
              aria-pressed={one.next_day ?? false}
              aria-label={t("nextDayOf", { day: name })}
              onClick={() => set(number, { next_day: !one.next_day })}
            >
              {t("nextDay")}
            </button>
            <IconButton
              type="button"
              label={t("take", { interval: intervalText(one), day: name })}
              onClick={() => put(day.filter((_, i) => i !== number))}
            >
              <IconX size={15} />
            </IconButton>
            {error && (
              <p className={css.problem} role="alert">
                {error}
              </p>
            )}
          </div>
        );
      })}
      {breaks(day).map(([from, until]) => (
        <span key={from} className={css.break}>
          {t("breakOf", { from, until })}
        </span>
      ))}
      {day.length < MOST_INTERVALS && (
        <span className={css.plus}>
          <IconButton type="button" label={t("add", { day: name })} onClick={() => put([...day, nextInterval(day)])}>
            <IconPlus size={16} />
          </IconButton>
        </span>
      )}
    </div>
  );
}
