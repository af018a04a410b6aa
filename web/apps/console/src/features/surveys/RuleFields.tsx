import { MultiSelect, NumberInput, Switch } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useColleagues, useWorkspace } from "../../app/workspace";
import type { Draft } from "./draft";
import type { Part } from "./SurveyForm";
import css from "./Surveys.module.css";

/** When it goes out by itself. */
export function RuleFields({ draft, change, problems }: Part) {
  const { t } = useTranslation();
  const { channels, queues, tags = [] } = useWorkspace();
  const agents = useColleagues();
  const { rule } = draft;
  const put = (changed: Partial<Draft["rule"]>) => change({ rule: { ...rule, ...changed } });
  const lists = [
    ["channel_ids", channels],
    ["queue_ids", queues],
    ["tag_ids", tags],
    ["agent_ids", agents],
  ] as const;
  const numbers = [
    ["delay_minutes", 0, 4320],
    ["again_days", 0, 365],
    ["sample", 1, 100],
  ] as const;
  return (
    <fieldset className={css.group}>
      <legend>{t("surveys.rule")}</legend>
      <Switch
        label={t("surveys.automatic")}
        description={t("surveys.automaticHint")}
        checked={rule.automatic}
        onChange={(event) => put({ automatic: event.currentTarget.checked })}
      />
      {rule.automatic && (
        <>
          <div className={css.pair}>
            {lists
              .filter(([, known]) => known.length > 0)
              .map(([name, known]) => (
                <MultiSelect
                  key={name}
                  label={t(`surveys.${name}`)}
                  placeholder={rule[name]?.length ? undefined : t("surveys.any")}
                  value={rule[name]}
                  onChange={(ids) => put({ [name]: ids })}
                  data={known.map(({ id, name: label }) => ({ value: id, label }))}
                  error={problems[`rule.${name}`]}
                  searchable
                  clearable
                  clearButtonProps={{ "aria-label": t("surveys.clear") }}
                />
              ))}
          </div>
          <div className={css.three}>
            {numbers.map(([name, min, max]) => (
              <NumberInput
                key={name}
                label={t(`surveys.${name}`)}
                value={rule[name]}
                onChange={(value) => put({ [name]: Number(value) || min })}
                error={problems[`rule.${name}`]}
                min={min}
                max={max}
                allowDecimal={false}
              />
            ))}
          </div>
        </>
      )}
    </fieldset>
  );
}
