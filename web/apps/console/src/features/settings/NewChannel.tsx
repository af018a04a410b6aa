import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Redirect, useLocation } from "wouter";
import * as api from "../../api/endpoints";
import { ChannelGlyph } from "../../ui/ChannelGlyph";
import { ChannelFields, type Form } from "./ChannelFields";
import { BackToChannels } from "./ChooseKind";
import { initialValues, isKind, missing, toParts, type ChannelKind } from "./fields";
import { Problem } from "./Problem";
import css from "./Settings.module.css";
import { useSetChannels, withChannel } from "./useChannels";
import { useSaving } from "./useSaving";
import { rememberVerifyToken } from "./verifyToken";

export function NewChannel({ kind }: { kind: string }) {
  return isKind(kind) ? <Creating kind={kind} /> : <Redirect to="/settings/channels/new" replace />;
}

function Creating({ kind }: { kind: ChannelKind }) {
  const { t } = useTranslation();
  const { values: form, change, errors, busy, submit } = useCreate(kind);
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
        <Problem text={errors[""]} />
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
  const initial = (): Form => ({ name: "", queueId: "", values: initialValues(kind) });
  const check = ({ name, values }: Form) => {
    const empty = [...(name.trim() ? [] : ["name"]), ...missing(kind, values, [])];
    return Object.fromEntries(empty.map((path) => [path, t("settings.required")]));
  };
  const create = async ({ name, queueId, values }: Form) => {
    const parts = toParts(kind, values);
    const channel = await api.addChannel({ kind, name: name.trim(), queue_id: queueId, ...parts });
    if (parts.secrets.verify_token) rememberVerifyToken(channel.id, parts.secrets.verify_token);
    setChannels(withChannel(channel));
    go(`/settings/channels/${channel.id}`);
  };
  return useSaving(initial, create, "", check);
}
