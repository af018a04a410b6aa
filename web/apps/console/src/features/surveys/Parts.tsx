import type { SurveyResults } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import type { SurveyBy } from "../../api/surveys";
import css from "./Results.module.css";
import { kindOf, scoreText } from "./score";
import { useNames } from "./useNames";

const BYS: SurveyBy[] = ["agent", "queue", "channel", "tag"];

interface Props {
  data: SurveyResults;
  by: SurveyBy;
  setBy(by: SurveyBy): void;
}

/** The same numbers, by who or what they are of. */
export function Parts({ data, by, setBy }: Props) {
  const { t, i18n } = useTranslation();
  const names = useNames();
  const kind = kindOf(data);
  const number = new Intl.NumberFormat(i18n.language);
  return (
    <section className={css.parts}>
      <div className={css.tabs} role="group" aria-label={t("surveys.by")}>
        {BYS.map((one) => (
          <button key={one} type="button" aria-pressed={one === by} onClick={() => setBy(one)}>
            {t(`surveys.bys.${one}`)}
          </button>
        ))}
      </div>
      {data.by.length === 0 ? (
        <p className={css.quiet}>{t("surveys.noAnswers")}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{t(`surveys.bys.${by}`)}</th>
              <th scope="col">{t(`surveys.score.${kind}`)}</th>
              <th scope="col">{t("surveys.answered")}</th>
              <th scope="col">{t("surveys.askedCount")}</th>
            </tr>
          </thead>
          <tbody>
            {data.by.map((one) => (
              <tr key={one.id}>
                <th scope="row">{names[by](one.id)}</th>
                <td className="num">{kind === "none" ? number.format(one.answered ?? 0) : scoreText(kind, one.value, i18n.language)}</td>
                <td className="num">{number.format(one.answered ?? 0)}</td>
                <td className="num">{number.format(one.asked ?? 0)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
