import type { FilterRule } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../../app/workspace";
import { FIELDS, PRIORITIES, PROMISES, takesDays, takesSeveral, type Field } from "../../rules/filters";
import { STATUSES } from "../../rules/lists";
import { localInput } from "../../rules/snooze";
import { useFlowNames } from "../bots/useFlowNames";
import css from "./FilterDialog.module.css";

interface Props {
  rule: FilterRule;
  change(values: string[]): void;
}

/** The value of a condition, in the form that its field asks for. */
export function Values(props: Props) {
  const { kind } = FIELDS[props.rule.field];
  if (kind === "words") return <Plain {...props} type="text" />;
  if (kind === "number") return <Plain {...props} type="number" />;
  if (kind === "time") return takesDays(props.rule.operator) ? <Days {...props} /> : <Moment {...props} />;
  return takesSeveral(props.rule.operator) ? <Several {...props} /> : <One {...props} />;
}

function Plain({ rule, change, type }: Props & { type: "text" | "number" }) {
  const { t } = useTranslation();
  return (
    <input
      type={type}
      min={0}
      step={1}
      maxLength={200}
      aria-label={t("lists.builder.value")}
      value={rule.values?.[0] ?? ""}
      onChange={(event) => change(event.target.value === "" ? [] : [event.target.value])}
    />
  );
}

function Days(props: Props) {
  const { t } = useTranslation();
  return (
    <span className={css.days}>
      <Plain {...props} type="number" /> {t("lists.builder.days")}
    </span>
  );
}

function Moment({ rule, change }: Props) {
  const { t } = useTranslation();
  const at = rule.values?.[0];
  return (
    <input
      type="datetime-local"
      aria-label={t("lists.builder.value")}
      value={at ? localInput(new Date(at)) : ""}
      onChange={(event) => {
        const moment = new Date(event.target.value);
        change(Number.isNaN(moment.getTime()) ? [] : [moment.toISOString()]);
      }}
    />
  );
}

function One({ rule, change }: Props) {
  const { t } = useTranslation();
  const choices = useChoices(rule.field);
  return (
    <select
      aria-label={t("lists.builder.value")}
      value={rule.values?.[0] ?? NOTHING}
      onChange={(event) => change(event.target.value === NOTHING ? [] : [event.target.value])}
    >
      <option value={NOTHING}>{t(choices.length ? "lists.builder.choose" : "lists.builder.noValues")}</option>
      {choices.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}

const NOTHING = "\u0000";

function Several({ rule, change }: Props) {
  const { t } = useTranslation();
  const values = rule.values ?? [];
  const choices = useChoices(rule.field);
  const toggle = (id: string) => change(values.includes(id) ? values.filter((value) => value !== id) : [...values, id]);
  if (choices.length === 0) return <span className={css.hint}>{t("lists.builder.noValues")}</span>;
  return (
    <span className={css.several} role="group" aria-label={t("lists.builder.value")}>
      {choices.map(({ id, name }) => (
        <label key={id} className={css.option}>
          <input type="checkbox" checked={values.includes(id)} onChange={() => toggle(id)} />
          <span dir="auto">{name}</span>
        </label>
      ))}
    </span>
  );
}

interface Choice {
  id: string;
  name: string;
}

function useChoices(field: Field): readonly Choice[] {
  const { t } = useTranslation();
  const { agents, queues, channels, tags = [] } = useWorkspace();
  const flows = useFlowNames(field === "bot");
  switch (field) {
    case "status":
      return STATUSES.map((id) => ({ id, name: t(`status.${id}`) }));
    case "priority":
      return PRIORITIES.map((id) => ({ id, name: t(`priority.${id || "none"}`) }));
    case "promise":
      return PROMISES.map((id) => ({ id, name: t(`promises.${id}`) }));
    case "assignee":
      return [{ id: "me", name: t("lists.builder.me") }, ...agents];
    case "queue":
      return queues;
    case "tags":
      return tags;
    case "bot":
      return flows;
    case "channel":
      return channels;
    default: {
      const kinds = [...new Set(channels.map((channel) => channel.kind))];
      return kinds.map((id) => ({ id, name: t(`channel.${id as "website"}`, id) }));
    }
  }
}
