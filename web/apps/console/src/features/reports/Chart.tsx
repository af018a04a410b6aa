import type { ReportView } from "@tertulia/protocol";
import type { Days } from "../../api/reports";
import { dayBefore, dayText, shown } from "./format";
import type { Measure } from "./measures";
import { useUnits } from "./Overview";
import css from "./Reports.module.css";
import { useWords } from "./words";

const WIDTH = 900;
const HEIGHT = 200;

interface Props {
  data: ReportView;
  one: Measure;
  working: boolean;
  ask(days: Days): void;
}

/** One number over the days: bars, their highest told at the side; and the same as a table, of which each number opens
 * what is behind it. */
export function Chart({ data, one, working, ask }: Props) {
  const { t, language } = useWords();
  const units = useUnits();
  const points = data.points.map(({ day, numbers }, index) => {
    const next = data.points[index + 1]?.day;
    return { day, last: next ? dayBefore(next) : data.last, value: one.read(numbers, working) };
  });
  const most = Math.max(...points.map(({ value }) => value ?? 0), 0);
  const text = (value: number | undefined) => shown(one, value, language, units);
  const step = WIDTH / points.length;
  const label = t("chart", {
    name: t(`names.${one.id}`),
    first: dayText(data.first, language, true),
    last: dayText(data.last, language, true),
    most: text(most),
  });
  const wide = Math.min(step * 0.68, 64);
  const each = Math.ceil(points.length / 6);
  const marks = points.filter((_, index) => index % each === 0);
  return (
    <figure className={css.chart}>
      <div className={css.drawing}>
        <span className={`${css.most} num`} aria-hidden="true">
          {text(most)}
        </span>
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
          <line x1={0} x2={WIDTH} y1={1} y2={1} />
          <line x1={0} x2={WIDTH} y1={HEIGHT / 2} y2={HEIGHT / 2} />
          {points.map(({ day, value }, index) => {
            const height = most > 0 ? ((value ?? 0) / most) * (HEIGHT - 2) : 0;
            return (
              <g key={day}>
                <rect className={css.hit} x={index * step} y={0} width={step} height={HEIGHT}>
                  <title>{`${dayText(day, language, true)}: ${text(value)}`}</title>
                </rect>
                <rect
                  className={css.column2}
                  x={index * step + (step - wide) / 2}
                  y={HEIGHT - height}
                  width={wide}
                  height={height}
                />
              </g>
            );
          })}
        </svg>
      </div>
      <div className={css.marks} aria-hidden="true">
        {marks.map(({ day }, index) => (
          <span key={day} style={{ flexGrow: Math.min(each, points.length - index * each) }}>
            {dayText(day, language)}
          </span>
        ))}
      </div>
      <details className={css.table}>
        <summary>
          {t("asTable")} · {t(`steps.${data.step}`)}
        </summary>
        <div className={css.scroll} tabIndex={0} role="region" aria-label={t("asTable")}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t("day")}</th>
                <th scope="col">{t(`names.${one.id}`)}</th>
              </tr>
            </thead>
            <tbody>
              {points.map(({ day, last, value }) => (
                <tr key={day}>
                  <th scope="row">{dayText(day, language, true)}</th>
                  <td className="num">
                    {value ? (
                      <button
                        type="button"
                        aria-label={`${text(value)}. ${t("openOf", { name: t(`names.${one.id}`), who: dayText(day, language, true) })}`}
                        onClick={() => ask({ first: day, last })}
                      >
                        {text(value)}
                      </button>
                    ) : (
                      text(value)
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}
