import { NativeSelect, TextInput } from "@mantine/core";
import type { ApiTokenMade } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import * as api from "../../api/tokens";
import { FormDialog } from "../settings/FormDialog";
import { Problem } from "../settings/Problem";
import { useSaving } from "../settings/useSaving";
import { ScopeFields } from "./ScopeFields";
import { endOf, reading, SPANS, type Preset, type Span } from "./scopes";
import { NS } from "./words";

interface Props {
  scopes: string[];
  done(made: ApiTokenMade): void;
  close(): void;
}

export function NewTokenDialog({ scopes, done, close }: Props) {
  const { t } = useTranslation(NS);
  const initial = { name: "", preset: "read" as Preset, own: reading(scopes), span: "d90" as Span };
  const save = async ({ name, preset, own, span }: typeof initial) => {
    const chosen = { read: reading(scopes), all: scopes, own }[preset];
    done(await api.addToken({ name, scopes: chosen, expires_at: endOf(span, Date.now()) }));
  };
  const { values, change, errors, busy, submit } = useSaving(initial, save, "");
  const empty = !values.name.trim() || (values.preset === "own" && values.own.length === 0);
  return (
    <FormDialog
      title={t("add")}
      size={520}
      yes={t("create")}
      busy={busy}
      disabled={empty}
      submit={submit}
      close={close}
    >
      <TextInput
        label={t("name")}
        description={t("nameHint")}
        placeholder={t("namePlaceholder")}
        value={values.name}
        error={errors.name}
        maxLength={80}
        required
        data-autofocus
        autoComplete="off"
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <ScopeFields
        all={scopes}
        preset={values.preset}
        own={values.own}
        choose={(preset) => change({ preset })}
        change={(own) => change({ own })}
      />
      <NativeSelect
        label={t("expires")}
        description={values.span === "never" ? t("neverHint") : undefined}
        value={values.span}
        error={errors.expires_at}
        data={(Object.keys(SPANS) as Span[]).map((span) => ({ value: span, label: t(`spans.${span}`) }))}
        onChange={(event) => change({ span: event.currentTarget.value as Span })}
      />
      <Problem text={errors[""] ?? errors.scopes} />
    </FormDialog>
  );
}
