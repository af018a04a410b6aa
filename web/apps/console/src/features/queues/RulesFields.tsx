import { NativeSelect, NumberInput, Switch } from "@mantine/core";
import type { QueueRules } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../../app/workspace";
import css from "./Rules.module.css";
import { SkillsField, type Skill } from "./SkillsField";
import { StrategyField } from "./StrategyField";
import { NS } from "./words";

export type Draft = Required<Omit<QueueRules, "skills" | "targets">> & {
  skills: Skill[];
  targets: Required<NonNullable<QueueRules["targets"]>>;
};

interface Props {
  queue: string; // its id; '' = a new one
  value: Draft;
  change(value: Draft): void;
  errors: Record<string, string>;
}

/** How a queue hands out conversations, and what it promises. */
export function RulesFields({ queue, value, change, errors }: Props) {
  const { t } = useTranslation(NS);
  const known = useKnownSkills();
  const put = (changed: Partial<Draft>) => change({ ...value, ...changed });
  return (
    <div className={css.rules}>
      <StrategyField value={value.strategy} change={(strategy) => put({ strategy })} />
      {value.strategy !== "manual" && (
        <>
          <Limits value={value} put={put} errors={errors} />
          <SkillsField
            value={value.skills}
            change={(skills) => put({ skills })}
            legend={t("skills")}
            hint={errors["rules.skills"] ?? t("skillsHint")}
            level={t("level")}
            known={known}
          />
          <Overflow queue={queue} value={value} put={put} errors={errors} />
        </>
      )}
      <Promises value={value.targets} change={(targets) => put({ targets })} />
    </div>
  );
}

interface PartProps {
  value: Draft;
  put(changed: Partial<Draft>): void;
  errors: Record<string, string>;
}

function Limits({ value, put, errors }: PartProps) {
  const { t } = useTranslation(NS);
  return (
    <>
      <Amount label={t("capacity")} hint={t("capacityHint")} value={value.capacity} most={50} empty put={(capacity) => put({ capacity })} error={errors["rules.capacity"]} />
      <div className={css.pair}>
        <Amount label={t("offer")} hint={t("offerHint")} value={value.offer_seconds} most={600} put={(offer_seconds) => put({ offer_seconds })} error={errors["rules.offer_seconds"]} />
        <Amount label={t("grace")} hint={t("graceHint")} value={value.grace_seconds} most={3600} put={(grace_seconds) => put({ grace_seconds })} error={errors["rules.grace_seconds"]} />
      </div>
      <Switch label={t("last")} checked={value.last_agent} onChange={(event) => put({ last_agent: event.currentTarget.checked })} />
      <Switch
        label={t("tell")}
        description={t("tellHint")}
        checked={value.tell_position}
        onChange={(event) => put({ tell_position: event.currentTarget.checked })}
      />
    </>
  );
}

function Overflow({ queue, value, put, errors }: PartProps & { queue: string }) {
  const { t } = useTranslation(NS);
  const { queues } = useWorkspace();
  const others = queues.filter(({ id }) => id !== queue);
  return (
    <fieldset className={css.group}>
      <legend>{t("overflow")}</legend>
      <div className={css.pair}>
        <NativeSelect
          label={t("overflowTo")}
          value={value.overflow_to}
          error={errors["rules.overflow_to"]}
          data={[{ value: "", label: t("overflowNever") }, ...others.map(({ id, name }) => ({ value: id, label: name }))]}
          onChange={(event) => put({ overflow_to: event.currentTarget.value, overflow_minutes: event.currentTarget.value ? value.overflow_minutes || 10 : 0 })}
        />
        {value.overflow_to && (
          <Amount label={t("overflowAfter")} value={value.overflow_minutes} most={1440} put={(overflow_minutes) => put({ overflow_minutes })} />
        )}
      </div>
    </fieldset>
  );
}

const TARGETS = ["first_reply", "next_reply", "resolution"] as const;

function Promises({ value, change }: { value: Draft["targets"]; change(value: Draft["targets"]): void }) {
  const { t } = useTranslation(NS);
  return (
    <fieldset className={css.group}>
      <legend>{t("promises")}</legend>
      <p className={css.hint}>{t("promisesHint")}</p>
      <div className={css.pair}>
        {TARGETS.map((name) => (
          <Amount key={name} label={t(name)} value={value[name]} most={43_200} empty put={(minutes) => change({ ...value, [name]: minutes })} />
        ))}
      </div>
    </fieldset>
  );
}

interface AmountProps {
  label: string;
  hint?: string;
  value: number;
  most: number;
  empty?: boolean; // 0 is shown as nothing
  error?: string | undefined;
  put(value: number): void;
}

function Amount({ label, hint, value, most, empty, error, put }: AmountProps) {
  return (
    <NumberInput
      label={label}
      description={hint}
      value={empty && value === 0 ? "" : value}
      min={0}
      max={most}
      allowDecimal={false}
      allowNegative={false}
      hideControls
      error={error}
      onChange={(typed) => put(Number(typed) || 0)}
    />
  );
}

function useKnownSkills(): string[] {
  const { agents, queues } = useWorkspace();
  const all = [...agents.map(({ skills }) => skills), ...queues.map(({ rules }) => rules?.skills)];
  return [...new Set(all.flatMap((skills) => Object.keys(skills ?? {})))].sort();
}
