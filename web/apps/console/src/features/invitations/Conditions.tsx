import { Button, NativeSelect, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import type { Condition } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { IconButton } from "../../ui/IconButton";
import { choicesOf, condition, FIELDS, isNumber, OPS, withOp, type Draft, type FieldName, type OpName } from "./draft";
import css from "./Invitations.module.css";

const MOST = 12;

interface Props {
  conditions: Condition[];
  match: Draft["match"];
  problems: Record<string, string>;
  change(conditions: Condition[]): void;
  setMatch(match: Draft["match"]): void;
}

export function Conditions({ conditions, match, problems, change, setMatch }: Props) {
  const { t } = useTranslation();
  const put = (index: number, one: Condition) => change(conditions.map((held, i) => (i === index ? one : held)));
  return (
    <fieldset className={css.conditions}>
      <legend>{t("invitations.conditions")}</legend>
      <NativeSelect
        label={t("invitations.match")}
        value={match}
        onChange={(event) => setMatch(event.currentTarget.value as Draft["match"])}
        data={(["all", "any"] as const).map((value) => ({ value, label: t(`invitations.${value}`) }))}
      />
      {problems.conditions && (
        <p className={css.problem} role="alert">
          {problems.conditions}
        </p>
      )}
      {conditions.map((one, index) => (
        <Row
          key={index}
          number={index + 1}
          one={one}
          problem={["field", "op", "value"].map((part) => problems[`conditions.${index}.${part}`]).find(Boolean)}
          put={(changed) => put(index, changed)}
          remove={() => change(conditions.filter((_, i) => i !== index))}
        />
      ))}
      {conditions.length < MOST && (
        <Button
          variant="subtle"
          size="xs"
          className={css.add}
          leftSection={<IconPlus size={14} />}
          onClick={() => change([...conditions, condition("url")])}
        >
          {t("invitations.addCondition")}
        </Button>
      )}
    </fieldset>
  );
}

interface RowProps {
  number: number;
  one: Condition;
  problem?: string;
  put(one: Condition): void;
  remove(): void;
}

function Row({ number, one, problem, put, remove }: RowProps) {
  const { t } = useTranslation();
  return (
    <div className={css.condition} data-testid="condition">
      <NativeSelect
        aria-label={t("invitations.field", { number })}
        value={one.field}
        onChange={(event) => put(condition(event.currentTarget.value as FieldName))}
        data={FIELDS.map((value) => ({ value, label: t(`invitations.fields.${value}`) }))}
      />
      <NativeSelect
        aria-label={t("invitations.op", { number })}
        value={one.op}
        onChange={(event) => put(withOp(one, event.currentTarget.value as OpName))}
        data={OPS[one.field].map((value) => ({ value, label: t(`invitations.ops.${value}`) }))}
      />
      <Value number={number} one={one} problem={problem} put={put} />
      <IconButton label={t("invitations.removeCondition", { number })} onClick={remove}>
        <IconTrash size={16} />
      </IconButton>
    </div>
  );
}

function Value({ number, one, problem, put }: Omit<RowProps, "remove">) {
  const { t } = useTranslation();
  const choices = choicesOf(one);
  const label = t("invitations.value", { number });
  if (choices)
    return (
      <NativeSelect
        aria-label={label}
        value={one.value}
        error={problem}
        onChange={(event) => put({ ...one, value: event.currentTarget.value })}
        data={choices.map((value) => ({ value, label: t(`invitations.values.${value as "yes"}`) }))}
      />
    );
  const hints = t("invitations.hints", { returnObjects: true }) as unknown as Partial<Record<FieldName, string>>;
  return (
    <TextInput
      aria-label={label}
      value={one.value}
      error={problem}
      placeholder={hints[one.field]}
      inputMode={isNumber(one.field) ? "numeric" : undefined}
      maxLength={500}
      onChange={(event) => put({ ...one, value: event.currentTarget.value })}
    />
  );
}
