import { Button, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { client, useSession } from "../../api/session";
import { Mark } from "../../ui/Mark";
import { sayWhy } from "../../ui/sayWhy";
import css from "./SignIn.module.css";

interface Props {
  email: string;
  password: string;
  back(email: string): void;
}

/** The password was right; the authenticator app has the last word. */
export function SecondFactor({ email, password, back }: Props) {
  const { t } = useTranslation();
  const [code, setCode] = useState("");
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  async function enter(): Promise<void> {
    setBusy(true);
    setError("");
    try {
      await client.signIn(email, password, code);
      useSession.setState({ state: "in" });
    } catch (failure) {
      setError(sayWhy(failure));
      setBusy(false);
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void enter();
  };
  return (
    <form className={css.form} onSubmit={submit} noValidate>
      <Mark size={40} />
      <h1>{t("account.signIn.factorTitle")}</h1>
      <p className={css.lead}>{t("account.signIn.factorLead")}</p>
      <TextInput
        label={t("account.signIn.factorCode")}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={12}
        size="md"
        autoFocus
        value={code}
        error={error}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <Button type="submit" size="md" fullWidth loading={busy} disabled={code.replace(/\D/g, "").length < 6}>
        {t("signIn.submit")}
      </Button>
      <button type="button" className={css.link} onClick={() => back(email)}>
        {t("account.signIn.back")}
      </button>
    </form>
  );
}
