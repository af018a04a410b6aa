import { IconX } from "@tabler/icons-react";
import type { FilterRule } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { FIELDS, isKeyed, takesNothing, type Field, type Operator } from "../../rules/filters";
import { IconButton } from "../../ui/IconButton";
import { withField, withOperator } from "./draft";
import css from "./FilterDialog.module.css";
import type { Problem } from "./FilterDialog";
import { Values } from "./Values";

interface MatchProps {
  label: string;
  match: "all" | "any";
  change(match: "all" | "any"): void;
}

export function MatchChoice({ label, match, change }: MatchProps) {
  const { t } = useTranslation();
  return (
    <label className={css.match}>
      {label}
      <select value={match} onChange={(event) => change(event.target.value as "all")}>
        <option value="all">{t("lists.builder.all")}</option>
        <option value="any">{t("lists.builder.any")}</option>
      </select>
    </label>
  );
}

interface RulesProps {
  rules: readonly FilterRule[];
  change(rules: FilterRule[]): void;
  where: string; // as the server names it in a refusal
  problem: Problem | null;
}

export function Rules({ rules, change, where, problem }: RulesProps) {
  return (
    <ul className={css.rules}>
      {rules.map((rule, at) => (
        <li key={at}>
          <Rule
            rule={rule}
            put={(next) => change(rules.map((one, i) => (i === at ? next : one)))}
            drop={() => change(rules.filter((_, i) => i !== at))}
          />
          {problem?.field.startsWith(`${where}.${at}.`) && (
            <p role="alert" className={css.problem}>{problem.text}</p>
          )}
        </li>
      ))}
    </ul>
  );
}

interface RuleProps {
  rule: FilterRule;
  put(rule: FilterRule): void;
  drop(): void;
}

function Rule({ rule, put, drop }: RuleProps) {
  const { t } = useTranslation();
  return (
    <div className={css.rule} data-testid="filter-rule">
      <span className={css.which}>
        <select
          aria-label={t("lists.builder.field")}
          value={rule.field}
          onChange={(event) => put(withField(event.target.value as Field))}
        >
          {(Object.keys(FIELDS) as Field[]).map((field) => (
            <option key={field} value={field}>
              {t(`lists.field.${field}`)}
            </option>
          ))}
        </select>
        {isKeyed(rule.field) && (
          <input
            type="text"
            maxLength={60}
            dir="auto"
            placeholder={t("kept.whichAttribute")}
            aria-label={t("kept.whichAttribute")}
            value={rule.key ?? ""}
            onChange={(event) => put({ ...rule, key: event.target.value })}
          />
        )}
      </span>
      <select
        aria-label={t("lists.builder.operator")}
        value={rule.operator}
        onChange={(event) => put(withOperator(rule, event.target.value as Operator))}
      >
        {FIELDS[rule.field].operators.map((operator) => (
          <option key={operator} value={operator}>
            {t(`lists.operator.${operator}`)}
          </option>
        ))}
      </select>
      <div className={css.value}>
        {!takesNothing(rule.operator) && <Values rule={rule} change={(values) => put({ ...rule, values })} />}
      </div>
      <IconButton label={t("lists.builder.removeRule")} onClick={drop} type="button">
        <IconX size={16} />
      </IconButton>
    </div>
  );
}
