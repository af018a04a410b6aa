import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../../api/client";
import { client, useSession } from "../../api/session";
import { ChannelGlyph } from "../../ui/ChannelGlyph";
import { Mark } from "../../ui/Mark";
import { sayWhy } from "../../ui/sayWhy";
import css from "./SignIn.module.css";

export function SignIn() {
  return (
    <main className={css.page}>
      <section className={css.side}>
        <Form />
      </section>
      <Aside />
    </main>
  );
}

function Form() {
  const { t } = useTranslation();
  const { error, busy, submit } = useSignIn();
  return (
    <form className={css.form} onSubmit={submit} noValidate>
      <Mark size={40} />
      <h1>{t("signIn.title")}</h1>
      <p className={css.lead}>{t("signIn.lead")}</p>
      <TextInput
        name="email"
        type="email"
        label={t("signIn.email")}
        autoComplete="username"
        size="md"
        autoFocus
        required
        withAsterisk={false}
      />
      <PasswordInput
        name="password"
        label={t("signIn.password")}
        autoComplete="current-password"
        size="md"
        required
        withAsterisk={false}
      />
      <p className={css.error} role="alert">
        {error}
      </p>
      <Button type="submit" size="md" fullWidth loading={busy}>
        {t("signIn.submit")}
      </Button>
    </form>
  );
}

function useSignIn() {
  const { t } = useTranslation();
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setError("");
    try {
      await client.signIn(String(form.get("email")).trim(), String(form.get("password")));
      useSession.setState({ state: "in" });
    } catch (failure) {
      const refused = failure instanceof ApiError && [400, 401, 403, 422].includes(failure.status);
      setError(refused ? t("signIn.wrong") : sayWhy(failure));
      setBusy(false);
    }
  }
  return { error, busy, submit: (event: FormEvent<HTMLFormElement>) => void submit(event) };
}

/** What the product is, in one picture. */
function Aside() {
  const { t } = useTranslation();
  return (
    <aside className={css.aside}>
      <div className={css.cards} aria-hidden="true">
        {["whatsapp", "website", "telegram"].map((kind, i) => (
          <div key={kind} className={css.card} data-place={i}>
            <ChannelGlyph kind={kind} size={20} />
            <span className={css.lines}>
              <i />
              <i />
            </span>
          </div>
        ))}
      </div>
      <h2>{t("signIn.asideTitle")}</h2>
      <p>{t("signIn.asideText")}</p>
    </aside>
  );
}
