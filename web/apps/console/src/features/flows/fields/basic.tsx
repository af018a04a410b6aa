// Fields of a node's form, each bound to one entry of its data.
import { NativeSelect, NumberInput, Switch, TextInput } from "@mantine/core";
import "@mantine/core/styles/NumberInput.css";
import type { FormProps } from "../nodes/kind";
import type { Data } from "../types";
import { useWords } from "../words";
import css from "./Field.module.css";
import { stringsOf, textOf } from "./lists";

export interface Bound {
  form: Pick<FormProps, "data" | "change" | "errorOf">;
  name: string;
  label?: string; // else the words' `field.{name}`
  hint?: string;
}

export const useLabel = ({ name, label }: Pick<Bound, "name" | "label">): string => {
  const { t } = useWords();
  return label ?? t(`field.${name}`);
};

export function TextField({ form, name, hint, most = 200, mono, placeholder, ...rest }: Bound & { most?: number; mono?: boolean; placeholder?: string }) {
  return (
    <TextInput
      label={useLabel({ name, ...rest })}
      description={hint}
      placeholder={placeholder}
      className={mono ? css.mono : undefined}
      value={textOf(form.data, name)}
      maxLength={most}
      error={form.errorOf(name)}
      name={name}
      onChange={(event) => form.change({ [name]: event.currentTarget.value }, name)}
    />
  );
}

/** A variable's name: letters, digits and _. */
export function VariableField({ form, name, hint, ...rest }: Bound) {
  const label = useLabel({ name, ...rest });
  return (
    <TextInput
      label={label}
      description={hint}
      className={css.mono}
      value={textOf(form.data, name)}
      maxLength={40}
      spellCheck={false}
      autoCapitalize="off"
      error={form.errorOf(name)}
      name={name}
      onChange={(event) => form.change({ [name]: asName(event.currentTarget.value) }, name)}
    />
  );
}

/** What one types for a name becomes one: "First name" -> "first_name". Pure. */
export const asName = (typed: string): string =>
  typed
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[_0-9]+/, "")
    .slice(0, 40);

export interface Choosable {
  value: string;
  label: string;
}

export function SelectField({ form, name, hint, choices, ...rest }: Bound & { choices: readonly Choosable[] }) {
  const label = useLabel({ name, ...rest });
  const { t } = useWords();
  const value = String(form.data[name] ?? "");
  const gone = value !== "" && !choices.some((one) => one.value === value);
  return (
    <NativeSelect
      label={label}
      description={hint}
      data={[...choices, ...(gone ? [{ value, label: t("field.gone") }] : [])]}
      value={value}
      error={form.errorOf(name)}
      name={name}
      onChange={(event) => form.change({ [name]: event.currentTarget.value })}
    />
  );
}

export function NumberField({ form, name, hint, min, max, optional, ...rest }: Bound & { min?: number; max?: number; optional?: boolean }) {
  const label = useLabel({ name, ...rest });
  const value = form.data[name];
  return (
    <NumberInput
      label={label}
      description={hint}
      value={typeof value === "number" ? value : ""}
      min={min}
      max={max}
      clampBehavior="strict"
      hideControls
      error={form.errorOf(name)}
      name={name}
      onChange={(next) => {
        if (typeof next === "number") form.change({ [name]: next }, name);
        else if (optional) form.change({ [name]: null }, name);
      }}
    />
  );
}

export function SwitchField({ form, name, hint, ...rest }: Bound) {
  return (
    <Switch
      label={useLabel({ name, ...rest })}
      description={hint}
      checked={form.data[name] === true}
      onChange={(event) => form.change({ [name]: event.currentTarget.checked })}
    />
  );
}

const UNITS = ["seconds", "minutes", "hours", "days"] as const;

/** A span of time; 0 = none. */
export function TimeField({ form, name, hint, ...rest }: Bound) {
  const { t } = useWords();
  const label = useLabel({ name, ...rest });
  const { amount = 0, unit = "hours" } = (form.data[name] ?? {}) as { amount?: number; unit?: string };
  const error = form.errorOf(name) ?? form.errorOf(`${name}.amount`);
  return (
    <div role="group" aria-label={label}>
      <span className={css.label}>{label}</span>
      {hint && <p className={css.hint}>{hint}</p>}
      <div className={css.time}>
        <NumberInput
          aria-label={t("field.amount")}
          value={amount}
          min={0}
          max={100_000}
          clampBehavior="strict"
          allowDecimal={false}
          hideControls
          error={!!error}
          name={name}
          onChange={(next) => form.change({ [name]: { amount: typeof next === "number" ? next : 0, unit } }, name)}
        />
        <NativeSelect
          aria-label={t("field.unit")}
          data={UNITS.map((value) => ({ value, label: t(`unit.${value}`) }))}
          value={unit}
          onChange={(event) => form.change({ [name]: { amount, unit: event.currentTarget.value } })}
        />
      </div>
      {error && <p className={css.error}>{error}</p>}
    </div>
  );
}

/** Some of several: chips that are on or off. */
export function ChipsField({ form, name, hint, choices, none, ...rest }: Bound & { choices: readonly Choosable[]; none: string }) {
  const label = useLabel({ name, ...rest });
  const chosen = stringsOf(form.data, name);
  const error = form.errorOf(name);
  const toggle = (value: string) =>
    form.change({ [name]: chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value] } as Data);
  return (
    <div role="group" aria-label={label}>
      <span className={css.label}>{label}</span>
      {hint && <p className={css.hint}>{hint}</p>}
      {choices.length === 0 ? (
        <p className={css.hint}>{none}</p>
      ) : (
        <div className={css.chips}>
          {choices.map(({ value, label: words }) => (
            <label key={value} className={css.chip}>
              <input type="checkbox" checked={chosen.includes(value)} onChange={() => toggle(value)} />
              <span dir="auto">{words}</span>
            </label>
          ))}
        </div>
      )}
      {error && <p className={css.error}>{error}</p>}
    </div>
  );
}
