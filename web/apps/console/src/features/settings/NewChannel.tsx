import { Button } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Redirect, useLocation } from "wouter";
import * as api from "../../api/endpoints";
import { ChannelGlyph } from "../../ui/ChannelGlyph";
import { ChannelFields, type Form } from "./ChannelFields";
import { BackToChannels } from "./ChooseKind";
import { initialValues, isKind, missing, toParts, type ChannelKind } from "./fields";
import { problemsOf } from "./problems";
import css from "./Settings.module.css";
import { useSetChannels, withChannel } from "./useChannels";
import { rememberVerifyToken } from "./verifyToken";

export function NewChannel({ kind }: { kind: string }) {
  return isKind(kind) ? <Creating kind={kind} /> : <Redirect to="/settings/channels/new" replace />;
}

function Creating({ kind }: { kind: ChannelKind }) {
  const { t } = useTranslation();
  const { form, change, errors, busy, submit } = useCreate(kind);
  return (
    <>
      <BackToChannels />
      <header className={css.head}>
        <div>
          <h1>{t(`channel.${kind}`)}</h1>
          <p className={css.lead}>{t(`settings.${kind}Text`)}</p>
        </div>
        <ChannelGlyph kind={kind} size={30} />
      </header>
      <form className={css.form} onSubmit={submit} noValidate>
        {errors[""] && (
          <p className={css.error} role="alert">
            {errors[""]}
          </p>
        )}
        <ChannelFields kind={kind} form={form} stored={[]} errors={errors} change={change} />
        <div className={css.buttons}>
          <Button type="submit" loading={busy}>
            {t("settings.create")}
          </Button>
        </div>
      </form>
    </>
  );
}

function useCreate(kind: ChannelKind) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const setChannels = useSetChannels();
  const [form, setForm] = useState<Form>(() => ({ name: "", queueId: "", values: initialValues(kind) }));
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);

  async function create(): Promise<void> {
    const empty = [...(form.name.trim() ? [] : ["name"]), ...missing(kind, form.values, [])];
    setErrors(Object.fromEntries(empty.map((path) => [path, t("settings.required")])));
    if (empty.length > 0) return;
    setBusy(true);
    try {
      const parts = toParts(kind, form.values);
      const channel = await api.addChannel({ kind, name: form.name.trim(), queue_id: form.queueId, ...parts });
      if (parts.secrets.verify_token) rememberVerifyToken(channel.id, parts.secrets.verify_token);
      setChannels(withChannel(channel));
      go(`/settings/channels/${channel.id}`);
    } catch (error) {
      setErrors(problemsOf(error));
      setBusy(false);
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void create();
  };
  const change = (changed: Partial<Form>) => setForm((held) => ({ ...held, ...changed }));
  return { form, change, errors, busy, submit };
}
