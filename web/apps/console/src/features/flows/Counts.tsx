import { useTranslation } from "react-i18next";
import css from "./NodeCard.module.css";
import { useWords } from "./words";

interface Props {
  reached: number;
  answered: number;
  dropped: number;
  of: number;
}

/** How many came to a node, went on from it, and left there. */
export function Counts({ reached, answered, dropped, of }: Props) {
  const { t } = useWords();
  const { i18n } = useTranslation();
  const number = new Intl.NumberFormat(i18n.language, { notation: "compact" });
  const part = new Intl.NumberFormat(i18n.language, { style: "percent", maximumFractionDigits: 0 });
  return (
    <footer className={css.counts} data-testid="node-counts">
      <span>
        {t("counts.reached", { count: reached, shown: number.format(reached) })} {of > 0 && <b>{part.format(reached / of)}</b>}
      </span>
      <span>{t("counts.answered", { count: answered, shown: number.format(answered) })}</span>
      <span data-bad={dropped > 0 || undefined}>{t("counts.dropped", { count: dropped, shown: number.format(dropped) })}</span>
    </footer>
  );
}
