import type { SurveyResults, SurveySpread } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import css from "./Results.module.css";
import { kindOf, scoreText, tone } from "./score";

const WIDTH = 720;
const HEIGHT = 96;

/** Answers a day: drawn, not fetched; what it shows is said in words too. */
export function Days({ data }: { data: SurveyResults }) {
  const { t, i18n } = useTranslation();
  const kind = kindOf(data);
  const days = data.days;
  if (days.length < 2) return null;
  const most = Math.max(...days.map(({ answered = 0 }) => answered), 1);
  const step = WIDTH / days.length;
  const words = t("surveys.overText", {
    first: days[0]!.day,
    last: days.at(-1)!.day,
    count: data.total.answered ?? 0,
  });
  return (
    <figure className={css.chart}>
      <figcaption>{t("surveys.over")}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={words} preserveAspectRatio="none">
        {days.map((one, index) => {
          const height = ((one.answered ?? 0) / most) * (HEIGHT - 4);
          return (
            <rect
              key={one.day}
              x={index * step + step * 0.15}
              y={HEIGHT - Math.max(height, 1)}
              width={Math.max(Math.min(step * 0.7, 40), 1)}
              height={Math.max(height, 1)}
              rx={2}
            >
              <title>{`${one.day}: ${one.answered ?? 0} · ${scoreText(kind, one.value, i18n.language)}`}</title>
            </rect>
          );
        })}
      </svg>
      <div className={css.ends} aria-hidden="true">
        <span>{days[0]!.day}</span>
        <span>{days.at(-1)!.day}</span>
      </div>
    </figure>
  );
}

/** How often each answer was given. */
export function Spread({ spread: { question, counts } }: { spread: SurveySpread }) {
  const { t, i18n } = useTranslation();
  const all = counts.reduce((sum, { count }) => sum + count, 0);
  const number = new Intl.NumberFormat(i18n.language);
  const percent = new Intl.NumberFormat(i18n.language, { style: "percent", maximumFractionDigits: 0 });
  const most = Math.max(...counts.map(({ count }) => count), 1);
  const asks = question.text || (question.id === "comment" ? t("surveys.inWords") : t(`surveys.asks.${question.kind as "csat"}`));
  const title = (value: string) =>
    value === "~" ? t("surveys.inWords") : question.kind === "choice" ? (question.options?.[Number(value)] ?? value) : value;
  if (question.id === "comment") return null;
  return (
    <section className={css.spread} aria-label={asks}>
      <h2>{asks}</h2>
      <ul>
        {counts.map(({ value, count }) => (
          <li key={value} data-tone={tone(question, value)}>
            <span className={css.value}>{title(value)}</span>
            <meter className={css.meter} min={0} max={most} value={count} aria-label={t("surveys.times", { value: title(value), count })} />
            <span className={`${css.count} num`}>
              {number.format(count)}
              <small>{all > 0 && percent.format(count / all)}</small>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
