import { Button, NativeSelect } from "@mantine/core";
import { IconChartBar, IconDownload } from "@tabler/icons-react";
import type { ReportFeeling, ReportView } from "@tertulia/protocol";
import { Empty } from "../../ui/Empty";
import { Failed } from "../../ui/Failed";
import { saveTable } from "../../ui/saveFile";
import { LineSkeletons } from "../../ui/Skeleton";
import { Adding } from "./Adding";
import { Chart } from "./Chart";
import { byDay } from "./csv";
import { dayText, difference, length, shown, type Units } from "./format";
import { change, DRAWN, GROUPS, isEmpty, lengthOf, measure, tone, type Measure } from "./measures";
import type { Looking } from "./ReportsPage";
import css from "./Reports.module.css";
import { useNames } from "./useNames";
import { useReport } from "./useReport";
import { useWords } from "./words";

export function useUnits(): Units {
  const { t } = useWords();
  return { day: t("units.day"), hour: t("units.hour"), minute: t("units.minute"), second: t("units.second") };
}

/** The numbers that one looks for first, each beside what it was in the days before. */
export function Overview({ looking }: { looking: Looking }) {
  const { t } = useWords();
  const { view } = looking;
  const { data, error, refetch, isPlaceholderData } = useReport(view, view);
  if (error && !data) return <Failed title={t("failed")} error={error} retry={() => void refetch()} />;
  if (!data) return <LineSkeletons count={8} />;
  if (!data.adding && isEmpty(data.total) && isEmpty(data.before))
    return <Empty icon={<IconChartBar size={22} />} title={t("nothing")} text={t("nothingText")} />;
  return (
    <>
      <Adding adding={data.adding} />
      <div className={css.parts} data-testid="report" aria-busy={isPlaceholderData || Boolean(data.adding)}>
        {GROUPS.map(({ id, measures }) => (
          <section key={id}>
            <h2>{t(id)}</h2>
            <ul className={css.tiles}>
              {measures.map((one) => (
                <Tile key={one.id} one={one} data={data} looking={looking} />
              ))}
              {id === "quality" && data.surveys.map((feeling) => <Feeling key={feeling.kind} feeling={feeling} data={data} />)}
            </ul>
          </section>
        ))}
        <Trend data={data} looking={looking} />
      </div>
    </>
  );
}

function Tile({ one, data, looking: { view, ask } }: { one: Measure; data: ReportView; looking: Looking }) {
  const { t, language } = useWords();
  const { name } = useNames();
  const units = useUnits();
  const now = one.read(data.total, view.working);
  const before = one.read(data.before, view.working);
  if (now === undefined && before === undefined && (one.kind !== "time" || one.id === "bot" || one.id === "idle")) return null;
  const long = one.kind === "time" ? lengthOf(data.total, one.behind as "first", view.working) : undefined;
  const whole =
    long && t("half", { ninety: length(long.ninety ?? 0, units), mean: length(long.mean ?? 0, units) });
  const label = t(`names.${one.id}`);
  const hint = t(`hints.${one.id}`, { defaultValue: "" });
  return (
    <li>
      <button
        type="button"
        className={css.tile}
        disabled={!now}
        title={whole ?? (now ? t("open", { name: label }) : undefined)}
        onClick={() => ask({ days: view, only: view, name: one.behind, title: label, who: view.of ? name(view.of, view.value) : "" })}
      >
        <span className={css.label}>{label}</span>{" "}
        <span className={`${css.number} num`}>{shown(one, now, language, units)}</span>{" "}
        <Compared one={one} data={data} now={now} before={before} />{" "}
        {hint && <span className={css.hint}>{hint}</span>}
      </button>
    </li>
  );
}

interface ComparedProps {
  one: Measure;
  data: ReportView;
  now: number | undefined;
  before: number | undefined;
}

function Compared({ one, data, now, before }: ComparedProps) {
  const { t, language } = useWords();
  const units = useUnits();
  const by = change(one, now, before);
  const days = { first: dayText(data.earlier_first, language, true), last: dayText(data.earlier_last, language, true) };
  if (by === undefined) return null;
  const shift = difference(one, by, language);
  const moved = /[1-9]/.test(shift);
  return (
    <span className={css.compared} data-tone={tone(one, moved ? by : 0)} title={t("compared", { ...days, value: shown(one, before, language, units) })}>
      {moved ? shift : t("same")}
    </span>
  );
}

function Feeling({ feeling: { kind, given, value, before }, data }: { feeling: ReportFeeling; data: ReportView }) {
  const { t, language } = useWords();
  const csat = kind === "csat";
  const unit = csat ? "%" : "";
  const number = (of: number, sign: boolean) =>
    new Intl.NumberFormat(language, { maximumFractionDigits: 0, signDisplay: sign ? "exceptZero" : "auto" }).format(of) + unit;
  const text = (of: number | null | undefined) => (typeof of === "number" ? number(of, !csat) : "–");
  const by = typeof value === "number" && typeof before === "number" ? Math.round(value - before) : undefined;
  const days = { first: dayText(data.earlier_first, language, true), last: dayText(data.earlier_last, language, true) };
  return (
    <li>
      <div className={css.tile}>
        <span className={css.label}>{t(`names.${kind}`)}</span> <span className={`${css.number} num`}>{text(value)}</span>{" "}
        {by !== undefined && (
          <span
            className={css.compared}
            data-tone={by > 0 ? "good" : by < 0 ? "bad" : "plain"}
            title={t("compared", { ...days, value: text(before) })}
          >
            {by ? number(by, true) : t("same")}
          </span>
        )}{" "}
        <span className={css.hint}>{t(`hints.${kind}`, { count: given ?? 0 })}</span>
      </div>
    </li>
  );
}

function Trend({ data, looking: { view, change: set, ask } }: { data: ReportView; looking: Looking }) {
  const { t } = useWords();
  const { name } = useNames();
  const one = measure(view.shows);
  const save = () =>
    saveTable(
      `report-${data.first}-${data.last}.csv`,
      byDay(data, [...GROUPS.flatMap(({ measures }) => measures)], view.working, t("day"), ({ id }) => t(`names.${id}`)),
    );
  return (
    <section>
      <div className={css.bar}>
        <h2>{t("over")}</h2>
        <NativeSelect
          size="xs"
          aria-label={t("measure")}
          value={one.id}
          onChange={(event) => set({ shows: event.currentTarget.value })}
          data={DRAWN.map(({ id }) => ({ value: id, label: t(`names.${id}`) }))}
        />
        <Button size="xs" variant="default" leftSection={<IconDownload size={15} />} onClick={save} disabled={Boolean(data.adding)}>
          {t("download")}
        </Button>
      </div>
      <Chart
        data={data}
        one={one}
        working={view.working}
        ask={(days) => ask({ days, only: view, name: one.behind, title: t(`names.${one.id}`), who: view.of ? name(view.of, view.value) : "" })}
      />
    </section>
  );
}
