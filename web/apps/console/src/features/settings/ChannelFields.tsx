import { NativeSelect, PasswordInput, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../../app/workspace";
import css from "./ChannelFields.module.css";
import { FIELDS, pathOf, type ChannelKind, type FieldSpec, type Values } from "./fields";

export interface Form {
  name: string;
  queueId: string;
  values: Values;
}

interface Props {
  kind: ChannelKind;
  form: Form;
  stored: readonly string[]; // names of secrets that are set
  errors: Record<string, string>;
  change(change: Partial<Form>): void;
}

export function ChannelFields({ kind, form, stored, errors, change }: Props) {
  const { t } = useTranslation();
  const { queues } = useWorkspace();
  const set = (path: string, value: string) => change({ values: { ...form.values, [path]: value } });
  return (
    <div className={css.fields}>
      <TextInput
        label={t("settings.name")}
        description={t("settings.nameHint")}
        value={form.name}
        error={errors.name}
        maxLength={80}
        required
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      {FIELDS[kind].map((field) => (
        <Field
          key={field.name}
          field={field}
          value={form.values[pathOf(field)] ?? ""}
          stored={stored.includes(field.name)}
          error={errors[pathOf(field)]}
          set={(value) => set(pathOf(field), value)}
        />
      ))}
      {queues.length > 0 && (
        <NativeSelect
          label={t("settings.queue")}
          value={form.queueId}
          error={errors.queue_id}
          onChange={(event) => change({ queueId: event.currentTarget.value })}
          data={[{ value: "", label: t("action.noQueue") }, ...queues.map(({ id, name }) => ({ value: id, label: name }))]}
        />
      )}
    </div>
  );
}

interface FieldProps {
  field: FieldSpec;
  value: string;
  stored: boolean;
  error?: string;
  set(value: string): void;
}

function Field({ field, value, stored, error, set }: FieldProps) {
  const { t } = useTranslation();
  const common = {
    label: t(`settings.${field.label}`),
    description: field.hint ? t(`settings.${field.hint}`) : undefined,
    placeholder: stored ? t("settings.secretSet") : undefined,
    value,
    error,
    required: field.required && !stored,
    autoComplete: "off",
    onChange: (event: { currentTarget: { value: string } }) => set(event.currentTarget.value),
  };
  if (field.kind === "secret") return <PasswordInput {...common} autoComplete="new-password" />;
  if (field.kind === "long") return <Textarea {...common} rows={3} />;
  if (field.kind === "choice") {
    const data = field.choices!.map((choice) => ({
      value: choice.value,
      label: choice.label.startsWith("settings.") ? t(choice.label) : choice.label,
    }));
    return <NativeSelect {...common} data={data} />;
  }
  if (field.kind === "colour") {
    const swatch = (
      <input
        type="color"
        className={css.swatch}
        value={/^#[0-9a-f]{6}$/i.test(value) ? value : "#3b5bdb"}
        aria-label={common.label}
        onChange={common.onChange}
      />
    );
    return <TextInput {...common} leftSection={swatch} />;
  }
  return <TextInput {...common} />;
}
