import { Button } from "@mantine/core";
import type { ChannelKeys, ChannelView } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { newChannelKeys } from "../../api/apiChannel";
import { Confirm } from "../../ui/Confirm";
import { sayWhy } from "../../ui/sayWhy";
import { toast } from "../../ui/toasts";
import { CopyLine } from "./CopyLine";
import css from "./Settings.module.css";
import { useSetChannels } from "./useChannels";

const MADE = ["address_token", "signing_key"];

/** The secret address of an API channel and its signing key, shown when they are made. */
export function ApiKeysBox({ channel }: { channel: ChannelView }) {
  const { t } = useTranslation();
  const setChannels = useSetChannels();
  const [keys, setKeys] = useState<ChannelKeys | null>(null);
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const known = channel.secrets_set?.includes("signing_key") ?? false;
  const make = async () => {
    setKeys(await newChannelKeys(channel.id));
    const unverified = { health: "unverified" as const, health_detail: "", secrets_set: MADE };
    setChannels((channels) => channels.map((one) => (one.id === channel.id ? { ...one, ...unverified } : one)));
  };
  const first = () => {
    setBusy(true);
    void make()
      .catch((error) => toast({ tone: "bad", text: sayWhy(error) }))
      .finally(() => setBusy(false));
  };
  return (
    <section className={css.box}>
      <h2>{t("settings.api.keysTitle")}</h2>
      <p role="status">{t(`settings.api.${keys ? "keysOnce" : known ? "keysKept" : "keysNone"}`)}</p>
      {keys && (
        <>
          <CopyLine label={t("settings.api.address")} text={keys.address} />
          <CopyLine label={t("settings.api.key")} text={keys.signing_key} />
        </>
      )}
      <p>{t("settings.api.reference")}</p>
      <p>
        {t("settings.api.schemas")} <Schema name="channel-event-in-1" words={t("settings.api.schemaIn")} /> ·{" "}
        <Schema name="channel-event-1" words={t("settings.api.schemaOut")} />
      </p>
      <div className={css.buttons}>
        <Button variant={known ? "default" : "filled"} loading={busy} onClick={known ? () => setAsking(true) : first}>
          {t(`settings.api.${known ? "renew" : "make"}`)}
        </Button>
      </div>
      {asking && (
        <Confirm
          title={t("settings.api.renewTitle")}
          text={t("settings.api.renewText")}
          yes={t("settings.api.renew")}
          danger
          run={make}
          close={() => setAsking(false)}
        />
      )}
    </section>
  );
}

const Schema = ({ name, words }: { name: string; words: string }) => (
  <a href={`/schemas/${name}.json`} target="_blank" rel="noreferrer">
    {words}
  </a>
);
