import { Button, NativeSelect, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "../../ui/IconButton";
import css from "./Rules.module.css";
import { NS } from "./words";

export type Skill = { name: string; level: number };
const LEVELS = ["1", "2", "3", "4", "5"];
export const MOST_SKILLS = 20;

export const skillsOf = (known: Record<string, number> | undefined): Skill[] =>
  Object.entries(known ?? {}).map(([name, level]) => ({ name, level }));

export const asSkills = (list: readonly Skill[]): Record<string, number> =>
  Object.fromEntries(list.filter(({ name }) => name.trim()).map(({ name, level }) => [name.trim(), level]));

interface Props {
  value: readonly Skill[];
  change(value: Skill[]): void;
  legend: string;
  hint?: string;
  level: string;
  known: readonly string[]; // names that are used elsewhere
}

export function SkillsField({ value, change, legend, hint, level, known }: Props) {
  const { t } = useTranslation(NS);
  const put = (at: number, changed: Partial<Skill>) =>
    change(value.map((one, i) => (i === at ? { ...one, ...changed } : one)));
  return (
    <fieldset className={css.group}>
      <legend>{legend}</legend>
      {hint && <p className={css.hint}>{hint}</p>}
      <datalist id="known-skills">
        {known.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      {value.map((one, at) => (
        <div key={at} className={css.skill}>
          <TextInput
            aria-label={t("skill")}
            placeholder={t("skill")}
            value={one.name}
            maxLength={40}
            list="known-skills"
            onChange={(event) => put(at, { name: event.currentTarget.value })}
          />
          <NativeSelect
            aria-label={`${level}: ${one.name}`}
            value={String(one.level)}
            data={LEVELS}
            onChange={(event) => put(at, { level: Number(event.currentTarget.value) })}
          />
          <IconButton label={t("removeSkill", { name: one.name })} onClick={() => change(value.filter((_, i) => i !== at))}>
            <IconX size={16} />
          </IconButton>
        </div>
      ))}
      {value.length < MOST_SKILLS && (
        <Button
          className={css.add}
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} />}
          onClick={() => change([...value, { name: "", level: 3 }])}
        >
          {t("addSkill")}
        </Button>
      )}
    </fieldset>
  );
}
