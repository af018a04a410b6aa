import { Button } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconDownload, IconListDetails } from "@tabler/icons-react";
import type { ReportRow } from "@tertulia/protocol";
import { useMemo, useState } from "react";
import { Link } from "wouter";
import * as api from "../../api/reports";
import { Empty } from "../../ui/Empty";
import { Failed } from "../../ui/Failed";
import { saveTable } from "../../ui/saveFile";
import { LineSkeletons } from "../../ui/Skeleton";
import { Adding } from "./Adding";
import { byRow } from "./csv";
import { difference, shown } from "./format";
import { change, COLUMNS, tone, type Measure } from "./measures";
import { useUnits } from "./Overview";
import type { Looking } from "./ReportsPage";
import css from "./Reports.module.css";
import { useNames } from "./useNames";
import { useReport } from "./useReport";
import { writeView } from "./view";
import { useWords } from "./words";

const EVERYTHING: api.Only = { of: "", value: "" };

interface Order {
  id: string; // of a measure
  down: boolean;
}

/** Each agent, queue, channel, flow or tag by itself. */
export function Rows({ by, looking }: { by: api.By; looking: Looking }) {
  const { t } = useWords();
  const { name } = useNames();
  const { view } = looking;
  const columns = COLUMNS[by];
  const [order, setOrder] = useState<Order>({ id: "", down: true });
  const { data, error, refetch, isPlaceholderData } = useReport(view, EVERYTHING, by);
  const rows = useMemo(() => sorted(data?.rows ?? [], columns, order, view.working), [data, columns, order, view.working]);
  if (error && !data) return <Failed title={t("failed")} error={error} retry={() => void refetch()} />;
  if (!data) return <LineSkeletons count={8} />;
  if (data.rows.length === 0 && !data.adding) return <Empty icon={<IconListDetails size={22} />} title={t("noRows")} text={t("nothingText")} />;
  const save = () =>
    saveTable(
      `${by}-${data.first}-${data.last}.csv`,
      byRow(data, columns, view.working, t(`pages.${by}`), ({ id }) => t(`names.${id}`), (id) => name(by, id)),
    );
  return (
    <>
      <Adding adding={data.adding} />
      <section className={css.rows} data-testid="report-rows" aria-busy={isPlaceholderData || Boolean(data.adding)}>
        <div className={css.bar}>
          <h2>{t(`pages.${by}`)}</h2>
          <Button size="xs" variant="default" leftSection={<IconDownload size={15} />} onClick={save} disabled={Boolean(data.adding)}>
            {t("download")}
          </Button>
        </div>
        <div className={css.scroll} tabIndex={0} role="region" aria-label={t(`pages.${by}`)}>
          <table className={css.wide}>
            <thead>
              <tr>
                <th scope="col">{t(`pages.${by}`)}</th>
                {columns.map((one) => (
                  <Head key={one.id} one={one} order={order} set={setOrder} />
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <th scope="row">
                    <Link href={`/reports?${writeView({ ...view, of: by, value: row.id })}`} title={t("only", { name: name(by, row.id) })}>
                      {name(by, row.id)}
                    </Link>
                  </th>
                  {columns.map((one) => (
                    <Cell key={one.id} one={one} row={row} by={by} looking={looking} />
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    </>
  );
}

function sorted(rows: readonly ReportRow[], columns: readonly Measure[], order: Order, working: boolean): ReportRow[] {
  const one = columns.find(({ id }) => id === order.id);
  if (!one) return [...rows];
  const at = (row: ReportRow) => one.read(row.numbers, working);
  return [...rows].sort((a, b) => {
    const [left, right] = [at(a), at(b)];
    if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
    return order.down ? right - left : left - right;
  });
}

function Head({ one, order, set }: { one: Measure; order: Order; set(order: Order): void }) {
  const { t } = useWords();
  const mine = order.id === one.id;
  const Arrow = order.down ? IconArrowDown : IconArrowUp;
  return (
    <th scope="col" aria-sort={mine ? (order.down ? "descending" : "ascending") : undefined}>
      <button type="button" onClick={() => set({ id: one.id, down: mine ? !order.down : true })}>
        {t(`names.${one.id}`)}
        {mine && <Arrow size={13} aria-hidden="true" />}
      </button>
    </th>
  );
}

function Cell({ one, row, by, looking: { view, ask } }: { one: Measure; row: ReportRow; by: api.By; looking: Looking }) {
  const { t, language } = useWords();
  const { name } = useNames();
  const units = useUnits();
  const now = one.read(row.numbers, view.working);
  const than = change(one, now, one.read(row.before, view.working));
  const who = name(by, row.id);
  const label = t(`names.${one.id}`);
  const text = shown(one, now, language, units);
  return (
    <td className="num">
      {now ? (
        <button
          type="button"
          aria-label={`${text}. ${t("openOf", { name: label, who })}`}
          onClick={() => ask({ days: view, only: { of: by, value: row.id }, name: one.behind, title: label, who })}
        >
          {text}
        </button>
      ) : (
        <span className={css.quiet}>{text}</span>
      )}
      {than !== undefined && /[1-9]/.test(difference(one, than, language)) && (
        <small className={css.compared} data-tone={tone(one, than)}>
          {difference(one, than, language)}
        </small>
      )}
    </td>
  );
}
