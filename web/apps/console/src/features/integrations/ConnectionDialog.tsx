import { Checkbox, NativeSelect, SegmentedControl, Textarea, TextInput } from "@mantine/core";
import type { ConnectionView } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../../api/integrations";
import { useWorkspace } from "../../app/workspace";
import { FormDialog } from "../settings/FormDialog";
import { Problem } from "../settings/Problem";
import { AppBox } from "./AppBox";
import { askConsent } from "./consent";
import { useSaving } from "../settings/useSaving";
import css from "./Integrations.module.css";
import { fieldsOf, initialOf, splitOf, type Field, type Values, type Way } from "./kinds";
import { refetchIntegrations } from "./useIntegrations";
import { NS } from "./words";

interface Props {
  kind: string;
  stored: ConnectionView | null;
  app: string | undefined; // what the owner's app is made of, if it can be connected by consent
  back: string;
  close(): void;
}

export function ConnectionDialog({ kind, stored, app, back, close }: Props) {
  const { t } = useTranslation(NS);
  const [way, setWay] = useState<Way>(stored?.way ?? (app === undefined ? "key" : "oauth"));
  const fields = fieldsOf(kind, way);
  const title = t(`kind.${kind as "slack"}.name`);
  const initial: Values = { name: stored?.name ?? title, ...initialOf(kind, stored?.settings ?? {}) };
  const save = async (values: Values) => {
    const body = { name: String(values.name ?? ""), ...splitOf(kind, way, values) };
    const saved = stored
      ? await api.changeConnection(stored.id, { ...body, version: stored.version })
      : await api.addConnection({ kind, way, ...body });
    await refetchIntegrations();
    if (saved.broken === "needs_connecting") return askConsent(saved.id);
    close();
  };
  const { values, change: put, errors, setErrors, busy, submit } = useSaving(initial, save, way === "oauth" ? "" : t("saved"));
  const change = (changed: Values) => {
    put(changed);
    setErrors((held) => Object.fromEntries(Object.entries(held).filter(([where]) => !(fieldOf(where) in changed))));
  };
  const kept = stored?.secrets_set ?? [];
  const missing = fields.some(
    ({ name, required, secret }) => required && !String(values[name] ?? "").trim() && !(secret && kept.includes(name)),
  );
  const named = new Set(fields.map(({ name }) => name));
  const other = Object.entries(errors).find(([where]) => !named.has(fieldOf(where)))?.[1];
  return (
    <FormDialog
      title={title}
      size={560}
      yes={t(stored ? "save" : way === "oauth" ? "goOn" : "connect")}
      busy={busy}
      disabled={missing}
      submit={submit}
      close={close}
    >
      {app !== undefined && !stored && (
        <SegmentedControl
          aria-label={t("way")}
          fullWidth
          value={way}
          data={[
            { value: "oauth", label: t("wayOAuth") },
            { value: "key", label: t("wayKey") },
          ]}
          onChange={(chosen) => setWay(chosen as Way)}
        />
      )}
      <p className={css.hint}>{t(way === "oauth" ? `kind.${kind as "slack"}.oauthHow` : `kind.${kind as "slack"}.how`)}</p>
      {way === "oauth" && <AppBox back={back} manifest={stored?.manifest ?? app ?? ""} />}
      <TextInput label={t("name")} value={String(values.name ?? "")} maxLength={100} autoComplete="off" onChange={(event) => change({ name: event.currentTarget.value })} />
      {fields.map((field) => (
        <One
          key={field.name}
          kind={kind}
          field={field}
          kept={kept.includes(field.name)}
          value={values[field.name] ?? ""}
          error={Object.entries(errors).find(([where]) => fieldOf(where) === field.name)?.[1]}
          change={(value) => change({ [field.name]: value })}
        />
      ))}
      <Problem text={other} />
    </FormDialog>
  );
}

/** "settings.tells.0" is of `tells`. */
const fieldOf = (where: string): string => where.split(".")[1] ?? where;

interface OneProps {
  kind: string;
  field: Field;
  kept: boolean;
  value: string | string[];
  error?: string;
  change(value: string | string[]): void;
}

function One({ kind, field, kept, value, error, change }: OneProps) {
  const { t } = useTranslation(NS);
  const { channels } = useWorkspace();
  const words = (part: string) => t(`kind.${kind}.${field.name}${part}` as "kind.slack.channel", { defaultValue: "" });
  const hint = kept ? t("kept") : words("Hint");
  const common = { label: words(""), description: hint || undefined, error, required: field.required };
  if (field.kind === "many" || field.kind === "channels") {
    const options =
      field.kind === "channels"
        ? channels.map(({ id, name }) => ({ value: id, label: name }))
        : (field.options ?? []).map((one) => ({ value: one, label: words(`_${one}`) }));
    return (
      <Checkbox.Group {...common} value={Array.isArray(value) ? value : []} onChange={change}>
        <div className={css.many}>
          {options.map((one) => (
            <Checkbox key={one.value} value={one.value} label={one.label} />
          ))}
        </div>
      </Checkbox.Group>
    );
  }
  const text = Array.isArray(value) ? "" : value;
  if (field.kind === "choice")
    return (
      <NativeSelect
        {...common}
        value={text}
        data={(field.options ?? []).map((one) => ({ value: one, label: words(`_${one}`) }))}
        onChange={(event) => change(event.currentTarget.value)}
      />
    );
  const typed = { ...common, value: text, placeholder: field.placeholder, maxLength: field.most, autoComplete: "off" };
  if (field.kind === "area") return <Textarea {...typed} rows={4} onChange={(event) => change(event.currentTarget.value)} />;
  return (
    <TextInput
      {...typed}
      type={field.secret ? "password" : "text"}
      autoComplete={field.secret ? "new-password" : "off"}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}
