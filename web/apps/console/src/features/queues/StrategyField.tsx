import { useTranslation } from "react-i18next";
import css from "../settings/Agents.module.css";
import type { Draft } from "./RulesFields";
import { NS } from "./words";

const STRATEGIES = ["manual", "round_robin", "least_loaded"] as const;

export function StrategyField({ value, change }: { value: Draft["strategy"]; change(value: Draft["strategy"]): void }) {
  const { t } = useTranslation(NS);
  return (
    <fieldset>
      <legend className={css.legend}>{t("handing")}</legend>
      <div className={css.roles}>
        {STRATEGIES.map((one) => (
          <label key={one} className={css.role}>
            <input type="radio" name="strategy" value={one} checked={value === one} onChange={() => change(one)} />
            <span>
              {t(one)}
              <small>{t(`${one}Hint`)}</small>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
