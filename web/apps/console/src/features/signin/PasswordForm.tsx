import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useRef, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../../api/client";
import { client, useSession } from "../../api/session";
import { Mark } from "../../ui/Mark";
import { sayWhy } from "../../ui/sayWhy";
import css from "./SignIn.module.css";

interface Props {
  email?: string;
  told?: string;
  forgot(email: string): void;
  first(email: string, temporary: string): void;
  second(email: string, password: string): void;
}

export function PasswordForm({ email, told, forgot, first, second }: Props) {
  const { t } = useTranslation();
  const form = useRef<HTMLFormElement>(null);
  const { error, busy, submit } = useSignIn(first, second);
  const written = () => String(new FormData(form.current!).get("email")).trim();
  return (
    <form ref={form} className={css.form} onSubmit={submit} noValidate>
      <Mark size={40} />
      <h1>{t("signIn.title")}</h1>
      <p className={css.lead}>{t("signIn.lead")}</p>
      {told && (
        <p className={css.good} role="status">
          {told}
        </p>
      )}
      <TextInput
        name="email"
        type="email"
        label={t("signIn.email")}
        defaultValue={email}
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
      <button type="button" className={css.link} onClick={() => forgot(written())}>
        {t("account.signIn.forgot")}
      </button>
    </form>
  );
}

function useSignIn(first: Props["first"], second: Props["second"]) {
  const { t } = useTranslation();
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const email = String(form.get("email")).trim();
    const password = String(form.get("password"));
    setBusy(true);
    setError("");
    try {
      await client.signIn(email, password);
      useSession.setState({ state: "in" });
    } catch (failure) {
      if (failure instanceof ApiError && failure.code === "new_password_required") return first(email, password);
      if (failure instanceof ApiError && failure.code === "second_factor_required") return second(email, password);
      const refused = failure instanceof ApiError && [400, 401, 403, 422].includes(failure.status);
      setError(refused ? t("signIn.wrong") : sayWhy(failure));
      setBusy(false);
    }
  }
  return { error, busy, submit: (event: FormEvent<HTMLFormElement>) => void submit(event) };
}
