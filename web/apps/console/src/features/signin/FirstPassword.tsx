import { Button, PasswordInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { client, useSession } from "../../api/session";
import { Mark } from "../../ui/Mark";
import { sayWhy } from "../../ui/sayWhy";
import css from "./SignIn.module.css";

interface Props {
  email: string;
  temporary: string;
  back(email: string): void;
}

/** The first sign-in of one who was invited: his temporary password for one of his own. */
export function FirstPassword({ email, temporary, back }: Props) {
  const { t } = useTranslation();
  const [password, setPassword] = useState("");
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  async function save(): Promise<void> {
    setBusy(true);
    setError("");
    try {
      await client.firstSignIn(email, temporary, password);
      useSession.setState({ state: "in" });
    } catch (failure) {
      setError(sayWhy(failure));
      setBusy(false);
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save();
  };
  return (
    <form className={css.form} onSubmit={submit} noValidate>
      <Mark size={40} />
      <h1>{t("account.signIn.firstTitle")}</h1>
      <p className={css.lead}>{t("account.signIn.firstLead")}</p>
      <input type="text" autoComplete="username" value={email} readOnly hidden />
      <PasswordInput
        label={t("account.fresh")}
        description={t("account.passwordText")}
        autoComplete="new-password"
        size="md"
        autoFocus
        value={password}
        error={error}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Button type="submit" size="md" fullWidth loading={busy} disabled={!password}>
        {t("account.signIn.firstSubmit")}
      </Button>
      <button type="button" className={css.link} onClick={() => back(email)}>
        {t("account.signIn.back")}
      </button>
    </form>
  );
}
