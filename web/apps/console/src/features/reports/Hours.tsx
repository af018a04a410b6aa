import { NativeSelect } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { ReportHour } from "@tertulia/protocol";
import { useState } from "react";
import * as api from "../../api/reports";
import { Failed } from "../../ui/Failed";
import { LineSkeletons } from "../../ui/Skeleton";
import { hourText, length, weekday } from "./format";
import { useUnits } from "./Overview";
import css from "./Reports.module.css";
import type { View } from "./view";
import { useWords } from "./words";

const SHOWN = ["opened", "incoming", "outgoing", "resolved", "first"] as const;
type Shown = (typeof SHOWN)[number];
const LEVELS = 6;

/** When it is busy: an hour of the week a cell, the darker the more. */
export function Hours({ view }: { view: View }) {
  const { t, language } = useWords();
  const units = useUnits();
  const [show, setShow] = useState<Shown>("opened");
  const { data, error, refetch } = useQuery({
    queryKey: ["reports", "hours", view.first, view.last],
    queryFn: () => api.hours(view),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
  if (error && !data) return <Failed title={t("failed")} error={error} retry={() => void refetch()} />;
  if (!data) return <LineSkeletons count={8} />;
  const of = (hour: ReportHour): number => hour[show] ?? 0;
  const most = Math.max(...data.week.flat().map(of), 1);
  const text = (value: number) => (show === "first" ? (value ? length(value, units) : "–") : new Intl.NumberFormat(language).format(value));
  return (
    <section data-testid="report-hours">
      <div className={css.bar}>
        <h2>{t("pages.hours")}</h2>
        <NativeSelect
          size="xs"
          aria-label={t("hours.show")}
          value={show}
          onChange={(event) => setShow(event.currentTarget.value as Shown)}
          data={SHOWN.map((value) => ({ value, label: t(`hours.names.${value}`) }))}
        />
      </div>
      <p className={css.quiet}>{t("hours.lead", { zone: data.zone })}</p>
      <div className={css.scroll} tabIndex={0} role="region" aria-label={t("pages.hours")}>
        <table className={css.heat} aria-label={t("hours.table", { name: t(`hours.names.${show}`) })}>
          <thead>
            <tr>
              <td />
              {data.week[0]?.map((_, hour) => (
                <th key={hour} scope="col" className="num">
                  {String(hour).padStart(2, "0")}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.week.map((hours, number) => (
              <tr key={number}>
                <th scope="row">{weekday(number, language)}</th>
                {hours.map((hour, at) => (
                  <td
                    key={at}
                    className="num"
                    data-level={of(hour) ? Math.max(Math.ceil((of(hour) / most) * LEVELS), 1) : 0}
                    title={t("hours.cell", { day: weekday(number, language, true), hour: hourText(at, language), value: text(of(hour)) })}
                  >
                    {show === "first" ? (of(hour) ? brief(of(hour)) : "") : of(hour) || ""}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** Short enough for a cell; the whole of it is in the cell's title. */
function brief(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)}s`;
  if (seconds < 3600) return `${Math.round(seconds / 60)}m`;
  return seconds < 86_400 ? `${Math.round(seconds / 3600)}h` : `${Math.round(seconds / 86_400)}d`;
}
