import { Button, NativeSelect, PasswordInput, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import * as people from "../../api/people";
import { client } from "../../api/session";
import { useWorkspace } from "../../app/workspace";
import { chooseMyLanguage } from "../../commands/chooseMyLanguage";
import { LANGUAGES, type Language } from "../../i18n";
import { Confirm } from "../../ui/Confirm";
import { toast } from "../../ui/toasts";
import { Factor } from "./Factor";
import { PageHead } from "./PageHead";
import { PhotoField } from "./PhotoField";
import { Problem } from "./Problem";
import css from "./Settings.module.css";
import { useSetBootstrap, withAgent } from "./useBootstrap";
import { useSaving } from "./useSaving";

export default function ProfilePage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHead title={t("account.profile")} lead={t("account.profileLead")} />
      <AboutMe />
      <MyLanguage />
      <Password />
      <Factor />
      <Everywhere />
    </>
  );
}

function AboutMe() {
  const { t } = useTranslation();
  const { me } = useWorkspace();
  const set = useSetBootstrap();
  const { values, change, errors, busy, submit } = useSaving({ name: me.name }, async ({ name }) =>
    set(withAgent({ ...me, ...(await people.changeMyself({ name })) })),
  );
  return (
    <section className={css.box}>
      <PhotoField />
      <form className={css.form} onSubmit={submit} noValidate>
        <TextInput
          label={t("account.name")}
          value={values.name}
          error={errors.name}
          maxLength={120}
          required
          autoComplete="name"
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <TextInput label={t("account.email")} description={t("account.emailHint")} value={me.email} readOnly />
        <Problem text={errors[""]} />
        <div className={css.buttons}>
          <Button type="submit" loading={busy} disabled={!values.name.trim() || values.name === me.name}>
            {t("account.save")}
          </Button>
        </div>
      </form>
    </section>
  );
}

function MyLanguage() {
  const { t, i18n } = useTranslation();
  return (
    <section className={css.box}>
      <NativeSelect
        label={t("account.language")}
        description={t("account.languageHint")}
        value={i18n.language}
        data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
        onChange={(event) => void chooseMyLanguage(event.currentTarget.value as Language)}
      />
    </section>
  );
}

const NOTHING = { password: "", fresh: "" };

function Password() {
  const { t } = useTranslation();
  const { me } = useWorkspace();
  const { values, change, errors, busy, run, of } = useSaving(
    NOTHING,
    ({ password, fresh }) => people.changePassword(password, fresh),
    t("account.passwordChanged"),
  );
  return (
    <form
      className={css.box}
      noValidate
      onSubmit={(event) => {
        of(event);
        void run().then((good) => good && change(NOTHING));
      }}
    >
      <h2>{t("account.password")}</h2>
      <p>{t("account.passwordText")}</p>
      <div className={css.form}>
        <input type="text" autoComplete="username" value={me.email} readOnly hidden />
        <PasswordInput
          label={t("account.present")}
          autoComplete="current-password"
          value={values.password}
          error={errors.password}
          onChange={(event) => change({ password: event.currentTarget.value })}
        />
        <PasswordInput
          label={t("account.fresh")}
          autoComplete="new-password"
          value={values.fresh}
          error={errors.new_password}
          onChange={(event) => change({ fresh: event.currentTarget.value })}
        />
        <Problem text={errors[""]} />
      </div>
      <div className={css.buttons}>
        <Button type="submit" variant="default" loading={busy} disabled={!values.password || !values.fresh}>
          {t("account.changePassword")}
        </Button>
      </div>
    </form>
  );
}

function Everywhere() {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const act = async () => {
    await people.signOutEverywhere();
    await client.signOut();
    toast({ tone: "good", text: t("account.signedOutEverywhere") });
  };
  return (
    <section className={css.box}>
      <h2>{t("account.everywhere")}</h2>
      <p>{t("account.everywhereText")}</p>
      <div className={css.buttons}>
        <Button variant="default" onClick={() => setAsking(true)}>
          {t("account.everywhere")}
        </Button>
      </div>
      {asking && (
        <Confirm
          title={t("account.everywhereAsk")}
          text={t("account.everywhereText")}
          yes={t("account.everywhere")}
          run={act}
          close={() => setAsking(false)}
        />
      )}
    </section>
  );
}
