import type { ReportAdding } from "@tertulia/protocol";
import css from "./Adding.module.css";
import { useWords } from "./words";

/** Old months that nobody has looked at before: how far it is. */
export function Adding({ adding }: { adding: ReportAdding | null | undefined }) {
  const { t } = useWords();
  return (
    <div role="status">
      {adding && (
        <div className={css.adding} data-testid="report-adding">
          <p>{t("adding.lead")}</p>
          <progress aria-label={t("adding.name")} value={adding.done} max={adding.of} />
          <span className="num">{t("adding.done", { ...adding })}</span>
        </div>
      )}
    </div>
  );
}
