import { Button } from "@mantine/core";
import type { ChannelView } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../../api/endpoints";
import { inOurWords } from "../../i18n/refusals";
import { sayWhy } from "../../ui/sayWhy";
import { CopyLine } from "./CopyLine";
import css from "./Settings.module.css";
import { useSetChannels, withChannel } from "./useChannels";
import { typedVerifyToken } from "./verifyToken";

/** Check the credentials, set the webhook up, and say in words how that went. */
export function ConnectBox({ channel }: { channel: ChannelView }) {
  const { t } = useTranslation();
  const setChannels = useSetChannels();
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<{ good: boolean; text: string } | null>(null);
  async function connect(): Promise<void> {
    setBusy(true);
    try {
      const checked = await api.connectChannel(channel.id);
      setChannels(withChannel(checked));
      setResult({ good: (checked.health ?? "ok") === "ok", text: words(checked) });
    } catch (error) {
      setResult({ good: false, text: sayWhy(error) });
    }
    setBusy(false);
  }
  const words = ({ health = "ok", health_detail: told = "" }: ChannelView) => {
    if (health === "ok") return t("settings.connected");
    const detail = inOurWords(told.replace(/^The provider refused: /, ""));
    if (channel.kind === "custom") return detail;
    return t(health === "unverified" ? "settings.notConnected" : "settings.broken", { detail }).trim();
  };
  const standing = channel.health !== "ok" && channel.health_detail ? { good: false, text: words(channel) } : null;
  const shown = result ?? standing;
  const broken = channel.health === "credentials_broken";
  return (
    <section className={css.box}>
      {isDirect(channel.kind) && <DirectStep kind={channel.kind} />}
      {channel.kind === "custom" && <p>{t("settings.api.connectText")}</p>}
      {channel.kind === "email" && <MailSteps channel={channel} />}
      {isMeta(channel.kind) && <MetaSteps channel={channel} kind={channel.kind} />}
      <div className={css.buttons}>
        <Button loading={busy} onClick={() => void connect()} variant={channel.health === "ok" ? "default" : "filled"}>
          {t(channel.health === "ok" ? "settings.connectAgain" : "settings.connect")}
        </Button>
      </div>
      <div className={css.result} role="status" data-testid="connect-result">
        {shown && <p className={shown.good ? css.good : css.error}>{shown.text}</p>}
        {broken && (
          <p className={css.after}>
            {t(`settings.repair.${channel.kind as "telegram"}`)} {t("settings.repairWaits")}
          </p>
        )}
      </div>
    </section>
  );
}

/** Providers that are told our webhook by their API. */
const isDirect = (kind: string): boolean => ["telegram", "viber", "vk"].includes(kind);

function DirectStep({ kind }: { kind: string }) {
  const { t } = useTranslation();
  return (
    <>
      <h2>{t("settings.connect")}</h2>
      <p>{t(`settings.${kind}.connectText`)}</p>
    </>
  );
}

function MailSteps({ channel }: { channel: ChannelView }) {
  const { t } = useTranslation();
  if (!channel.webhook_url) return <p>{t("settings.mail.noDomain")}</p>;
  return (
    <>
      <h2>{t("settings.mail.title")}</h2>
      <p>{t("settings.mail.inbox")}</p>
      <CopyLine label={t("settings.mail.inboxLabel")} text={channel.webhook_url} />
      {channel.settings?.address && (
        <ol>
          <li>{t("settings.mail.step1", { address: channel.settings.address })}</li>
          <li>{t("settings.mail.step2")}</li>
          <li>{t("settings.mail.step3")}</li>
        </ol>
      )}
    </>
  );
}

type MetaKind = "whatsapp" | "messenger" | "instagram";
const isMeta = (kind: string): kind is MetaKind => ["whatsapp", "messenger", "instagram"].includes(kind);

function MetaSteps({ channel, kind }: { channel: ChannelView; kind: MetaKind }) {
  const { t } = useTranslation();
  const token = typedVerifyToken(channel.id);
  const whatsapp = kind === "whatsapp";
  return (
    <>
      <h2>{t("settings.whatsapp.webhookTitle")}</h2>
      <ol>
        <li>{whatsapp ? t("settings.whatsapp.webhookStep1") : t(`settings.meta.${kind}Step1`)}</li>
        <li>{t("settings.whatsapp.webhookStep2")}</li>
        <li>{whatsapp ? t("settings.whatsapp.webhookStep3") : t(`settings.meta.${kind}Step3`)}</li>
        {!whatsapp && <li>{t("settings.meta.step4")}</li>}
      </ol>
      {channel.webhook_url && <CopyLine label={t("settings.webhookUrl")} text={channel.webhook_url} />}
      {token && <CopyLine label={t("settings.whatsapp.verify_token")} text={token} />}
    </>
  );
}
