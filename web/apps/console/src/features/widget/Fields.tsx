// Small fields over one setting each: its label, hint and refusal come from its name.
import { NativeSelect, Switch, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Name, Settings } from "./model";
import css from "./Widget.module.css";

export interface Form {
  settings: Settings;
  errors: Record<string, string>;
  set(name: Name, value: string): void;
}

interface Props {
  form: Form;
  name: Name;
}

type Word = "site.labels.title";

function useWords(name: Name) {
  const { t, i18n } = useTranslation();
  const hint = `site.hints.${name}`;
  return { label: t(`site.labels.${name}` as Word), description: i18n.exists(hint) ? t(hint as Word) : undefined };
}

function useField({ form, name }: Props) {
  return { ...useWords(name), value: form.settings[name], error: form.errors[`settings.${name}`] };
}

export function Line({ form, name, max }: Props & { max: number }) {
  const field = useField({ form, name });
  return <TextInput {...field} maxLength={max} onChange={(event) => form.set(name, event.currentTarget.value)} />;
}

export function Lines({ form, name, max }: Props & { max: number }) {
  const field = useField({ form, name });
  return <Textarea {...field} rows={3} maxLength={max} onChange={(event) => form.set(name, event.currentTarget.value)} />;
}

export function Pixels({ form, name, max, min = 0 }: Props & { max: number; min?: number }) {
  const { label, description, value, error } = useField({ form, name });
  return (
    <TextInput
      type="number"
      label={label}
      description={description}
      value={value}
      error={error}
      min={min}
      max={max}
      onChange={(event) => form.set(name, event.currentTarget.value)}
    />
  );
}

export function Choice({ form, name, choices }: Props & { choices: readonly string[] }) {
  const { t } = useTranslation();
  const field = useField({ form, name });
  const data = choices.map((value) => ({ value, label: t(`site.choices.${name}.${value}` as Word) }));
  return <NativeSelect {...field} data={data} onChange={(event) => form.set(name, event.currentTarget.value)} />;
}

export function OnOff({ form, name }: Props) {
  const { label, description, value, error } = useField({ form, name });
  return (
    <Switch
      label={label}
      description={description}
      error={error}
      checked={value === "on"}
      onChange={(event) => form.set(name, event.currentTarget.checked ? "on" : "off")}
    />
  );
}

export function Colour({ form, name, hint }: Props & { hint: string }) {
  const field = useField({ form, name });
  const swatch = (
    <input
      type="color"
      className={css.swatch}
      value={/^#[0-9a-f]{6}$/i.test(field.value) ? field.value : "#3b5bdb"}
      aria-label={field.label}
      onChange={(event) => form.set(name, event.currentTarget.value)}
    />
  );
  return (
    <div>
      <TextInput {...field} leftSection={swatch} onChange={(event) => form.set(name, event.currentTarget.value)} />
      <p className={css.warning} role="status">
        {hint}
      </p>
    </div>
  );
}
