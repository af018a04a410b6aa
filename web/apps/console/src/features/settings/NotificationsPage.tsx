import { Button, NativeSelect, Switch } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../../app/workspace";
import { choosePreference } from "../../commands/choosePreference";
import { sound, soundOn, volume } from "../../live/chime";
import { desktopOn } from "../../live/desktop";
import { TONES, type Tone } from "../../live/tones";
import { CALLS } from "../../live/wanted";
import { usePreference } from "../../ui/preference";
import css from "./Notifications.module.css";
import { PageHead } from "./PageHead";
import box from "./Settings.module.css";

export default function NotificationsPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHead title={t("account.notifications")} lead={t("account.notificationsLead")} />
      <Calls />
      <section className={box.box}>
        <h2>{t("account.device")}</h2>
        <Desktop />
        <Sound />
      </section>
    </>
  );
}

function Calls() {
  const { t } = useTranslation();
  const { preferences = {} } = useWorkspace();
  return (
    <section className={box.box}>
      <h2>{t("account.events")}</h2>
      <p>{t("account.eventsHint")}</p>
      <div className={css.switches}>
        {CALLS.map((call) => (
          <Switch
            key={call}
            label={t(`account.${call}`)}
            checked={preferences[call] !== "off"}
            onChange={(event) => void choosePreference(call, event.currentTarget.checked ? "" : "off")}
          />
        ))}
      </div>
    </section>
  );
}

type Permission = NotificationPermission | "none";

const permitted = (): Permission => (typeof Notification === "undefined" ? "none" : Notification.permission);

function Desktop() {
  const { t } = useTranslation();
  const [permission, setPermission] = useState(permitted);
  const [on, setOn] = usePreference(desktopOn);
  const ask = () => void Notification.requestPermission().then(setPermission);
  const show = () => void new Notification(t("account.testTitle"), { body: t("account.testBody"), icon: "/favicon.svg" });
  const hints = { granted: "desktopOn", default: "desktopAsk", denied: "desktopBlocked", none: "desktopNone" } as const;
  return (
    <div className={css.line}>
      <Switch
        label={t("account.desktop")}
        description={t(`account.${hints[permission]}`)}
        checked={permission === "granted" && on}
        disabled={permission !== "granted"}
        onChange={(event) => setOn(event.currentTarget.checked)}
      />
      {permission === "default" && (
        <Button size="xs" onClick={ask}>
          {t("account.desktopAllow")}
        </Button>
      )}
      {permission === "granted" && on && (
        <Button size="xs" variant="default" onClick={show}>
          {t("account.testNotice")}
        </Button>
      )}
    </div>
  );
}

function Sound() {
  const { t } = useTranslation();
  const { preferences = {} } = useWorkspace();
  const [on, setOn] = usePreference(soundOn);
  const [loud, setLoud] = usePreference(volume);
  const tone = (preferences.tone ?? "two-notes") as Tone;
  const choose = (name: string) => {
    sound(name);
    void choosePreference("tone", name);
  };
  return (
    <>
      <div className={css.line}>
        <Switch label={t("account.sound")} checked={on} onChange={(event) => setOn(event.currentTarget.checked)} />
        <Button size="xs" variant="default" disabled={!on} onClick={() => sound(tone)}>
          {t("account.test")}
        </Button>
      </div>
      <div className={css.sound}>
        <NativeSelect
          label={t("account.tone")}
          value={tone}
          disabled={!on}
          data={Object.keys(TONES).map((name) => ({ value: name, label: t(`account.tones.${name as Tone}`) }))}
          onChange={(event) => choose(event.currentTarget.value)}
        />
        <label className={css.volume}>
          {t("account.volume")}
          <input
            type="range"
            min={5}
            max={100}
            step={5}
            value={loud}
            disabled={!on}
            onChange={(event) => setLoud(Number(event.currentTarget.value))}
          />
        </label>
      </div>
    </>
  );
}
