import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import * as people from "../../api/people";
import { Mark } from "../../ui/Mark";
import css from "./SignIn.module.css";
import { useStep } from "./useStep";

interface Props {
  email: string;
  back(email: string): void;
  done(email: string): void;
}

/** A code by mail, and with it a new password. Nobody learns here whether an address is known. */
export function Forgot({ email: given, back, done }: Props) {
  const { t } = useTranslation();
  const [email, setEmail] = useState(given);
  const [sent, setSent] = useState(false);
  return (
    <div className={css.form}>
      <Mark size={40} />
      <h1>{t(sent ? "account.signIn.resetTitle" : "account.signIn.forgotTitle")}</h1>
      <p className={css.lead}>{sent ? t("account.signIn.resetLead", { email }) : t("account.signIn.forgotLead")}</p>
      {sent ? (
        <Reset email={email} done={() => done(email)} />
      ) : (
        <Ask email={email} change={setEmail} done={() => setSent(true)} />
      )}
      <button type="button" className={css.link} onClick={() => back(email)}>
        {t("account.signIn.back")}
      </button>
    </div>
  );
}

function Ask({ email, change, done }: { email: string; change(email: string): void; done(): void }) {
  const { t } = useTranslation();
  const { errors, busy, submit } = useStep(() => people.forgot(email.trim()), done);
  return (
    <form className={css.step} onSubmit={submit} noValidate>
      <TextInput
        type="email"
        label={t("signIn.email")}
        autoComplete="username"
        size="md"
        autoFocus
        value={email}
        error={errors.email ?? errors[""]}
        onChange={(event) => change(event.currentTarget.value)}
      />
      <Button type="submit" size="md" fullWidth loading={busy} disabled={!email.trim()}>
        {t("account.signIn.sendCode")}
      </Button>
    </form>
  );
}

function Reset({ email, done }: { email: string; done(): void }) {
  const { t } = useTranslation();
  const [code, setCode] = useState("");
  const [password, setPassword] = useState("");
  const { errors, busy, submit } = useStep(() => people.reset(email.trim(), code.trim(), password), done);
  return (
    <form className={css.step} onSubmit={submit} noValidate>
      <input type="text" autoComplete="username" value={email} readOnly hidden />
      <TextInput
        label={t("account.signIn.code")}
        autoComplete="one-time-code"
        inputMode="numeric"
        size="md"
        autoFocus
        value={code}
        error={errors.code ?? errors[""]}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <PasswordInput
        label={t("account.fresh")}
        description={t("account.passwordText")}
        autoComplete="new-password"
        size="md"
        value={password}
        error={errors.new_password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Button type="submit" size="md" fullWidth loading={busy} disabled={!code.trim() || !password}>
        {t("account.signIn.reset")}
      </Button>
    </form>
  );
}
