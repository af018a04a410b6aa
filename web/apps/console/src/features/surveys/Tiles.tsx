import type { SurveyResults } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import css from "./Results.module.css";
import { kindOf, mainOf, scoreText } from "./score";

/** The numbers that one looks for first. */
export function Tiles({ data }: { data: SurveyResults }) {
  const { t, i18n } = useTranslation();
  const kind = kindOf(data);
  const { asked = 0, answered = 0, value } = data.total;
  const number = new Intl.NumberFormat(i18n.language);
  const percent = new Intl.NumberFormat(i18n.language, { style: "percent", maximumFractionDigits: 0 });
  const score = kind === "none" ? number.format(answered) : scoreText(kind, value, i18n.language);
  const tiles = [
    [t(`surveys.score.${kind}`), score, t(`surveys.scoreHint.${kind}`, { high: mainOf(data)?.high ?? 5 })],
    [t("surveys.answered"), number.format(answered), ""],
    [t("surveys.askedCount"), number.format(asked), ""],
    [t("surveys.rate"), asked ? percent.format(Math.min(answered / asked, 1)) : "–", ""],
  ];
  return (
    <dl className={css.tiles}>
      {tiles.map(([label, shown, hint], index) => (
        <div key={label} data-first={index === 0 || undefined}>
          <dt>{label}</dt>
          <dd className="num">{shown}</dd>
          {hint && <dd className={css.hint}>{hint}</dd>}
        </div>
      ))}
    </dl>
  );
}
