import { Button } from "@mantine/core";
import type { ChannelView } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Redirect, useLocation } from "wouter";
import * as api from "../../api/endpoints";
import { ChannelGlyph } from "../../ui/ChannelGlyph";
import { Failed } from "../../ui/Failed";
import { Confirm } from "../../ui/Confirm";
import { LineSkeletons } from "../../ui/Skeleton";
import { sayWhy } from "../../ui/sayWhy";
import { toast } from "../../ui/toasts";
import { WidgetPage } from "../widget/WidgetPage";
import { ChannelFields, type Form } from "./ChannelFields";
import { ApiKeysBox } from "./ApiKeysBox";
import { BackToChannels } from "./ChooseKind";
import { ConnectBox } from "./ConnectBox";
import { initialValues, missing, toParts, type ChannelKind } from "./fields";
import { Health } from "./Health";
import { HealthFacts } from "./HealthFacts";
import { ScriptBox } from "./ScriptBox";
import { ShelfBox } from "./ShelfBox";
import { TELLING, TellingBox } from "./TellingBox";
import { Problem } from "./Problem";
import css from "./Settings.module.css";
import { useChannels, useSetChannels, withChannel } from "./useChannels";
import { useSaving } from "./useSaving";
import { rememberVerifyToken } from "./verifyToken";

export function ChannelPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useChannels();
  if (error && !data) return <Failed title={t("settings.failed")} error={error} retry={() => void refetch()} />;
  if (!data) return <LineSkeletons count={6} />;
  const channel = data.find((one) => one.id === id);
  if (!channel) return <Redirect to="/settings/channels" replace />;
  return (
    <div className={channel.kind === "website" ? undefined : css.column}>
      <Managing channel={channel} />
    </div>
  );
}

function Managing({ channel }: { channel: ChannelView }) {
  const { t } = useTranslation();
  const kind = channel.kind as ChannelKind;
  return (
    <>
      <BackToChannels />
      <header className={css.head}>
        <div>
          <h1>{channel.name}</h1>
          <p className={css.lead}>{t(`channel.${kind}`)}</p>
        </div>
        <Health channel={channel} />
        <ChannelGlyph kind={kind} size={30} />
      </header>
      {kind === "website" ? (
        <>
          <HealthFacts channel={channel} />
          <ScriptBox channel={channel} />
          <WidgetPage channel={channel} />
        </>
      ) : (
        <>
          <HealthFacts channel={channel} />
          {kind === "custom" && <ApiKeysBox channel={channel} />}
          <ConnectBox channel={channel} />
          <EditBox channel={channel} kind={kind} />
          {TELLING.includes(kind) && <TellingBox channel={channel} />}
          <ShelfBox channel={channel} />
        </>
      )}
      <Pausing channel={channel} />
    </>
  );
}

function EditBox({ channel, kind }: { channel: ChannelView; kind: ChannelKind }) {
  const { t } = useTranslation();
  const { values: form, change, errors, busy, submit } = useEdit(channel, kind);
  return (
    <form className={css.box} onSubmit={submit} noValidate>
      <Problem text={errors[""]} />
      <ChannelFields kind={kind} form={form} stored={channel.secrets_set ?? []} errors={errors} change={change} />
      <div className={css.buttons}>
        <Button type="submit" loading={busy}>
          {t("settings.saveChanges")}
        </Button>
      </div>
    </form>
  );
}

function useEdit(channel: ChannelView, kind: ChannelKind) {
  const { t } = useTranslation();
  const setChannels = useSetChannels();
  const initial = (): Form => ({
    name: channel.name,
    queueId: channel.queue_id ?? "",
    values: initialValues(kind, channel.settings),
  });
  const check = ({ name, values }: Form) => {
    const empty = [...(name.trim() ? [] : ["name"]), ...missing(kind, values, channel.secrets_set ?? [])];
    return Object.fromEntries(empty.map((path) => [path, t("settings.required")]));
  };
  const save = async ({ name, queueId, values }: Form) => {
    const parts = toParts(kind, values);
    const saved = await api.changeChannel(channel.id, { name: name.trim(), queue_id: queueId, ...parts });
    if (parts.secrets.verify_token) rememberVerifyToken(channel.id, parts.secrets.verify_token);
    setChannels(withChannel(saved));
    saving.change({ values: initialValues(kind, saved.settings) }); // secrets are kept, and not here
  };
  const saving = useSaving(initial, save, t("settings.saved"), check);
  return saving;
}

function Pausing({ channel }: { channel: ChannelView }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const [asking, setAsking] = useState(false);
  const setChannels = useSetChannels();
  const [busy, setBusy] = useState(false);
  const pause = () => {
    setBusy(true);
    void api
      .changeChannel(channel.id, { paused: !channel.paused })
      .then((changed) => setChannels(withChannel(changed)))
      .catch((error) => toast({ tone: "bad", text: sayWhy(error) }))
      .finally(() => setBusy(false));
  };
  const remove = async () => {
    await api.removeChannel(channel.id);
    go("/settings/channels");
    setChannels((channels) => channels.filter(({ id }) => id !== channel.id));
    toast({ tone: "good", text: t("settings.removed") });
  };
  const site = channel.kind === "website";
  const words = channel.paused ? (site ? "pausedSiteText" : "pausedText") : site ? "pauseSiteText" : "pauseText";
  return (
    <div className={css.buttons}>
      <p className={css.aside}>{t(`settings.${words}`)}</p>
      <Button variant="default" size="xs" loading={busy} onClick={pause}>
        {t(channel.paused ? "settings.resume" : "settings.pause")}
      </Button>
      <Button variant="subtle" color="red" size="xs" onClick={() => setAsking(true)}>
        {t("remove")}
      </Button>
      {asking && (
        <Confirm
          title={t("site.removeTitle", { name: channel.name })}
          text={t("settings.removeText")}
          yes={t("remove")}
          danger
          run={remove}
          close={() => setAsking(false)}
        />
      )}
    </div>
  );
}
