import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "../../api/session";
import { Mark } from "../../ui/Mark";
import css from "./SignIn.module.css";
import { useStep } from "./useStep";

interface Props {
  title: string;
  lead: string;
  yes: string;
  ready: boolean;
  run(): Promise<unknown>;
  back(): void;
  children(error: string | undefined): ReactNode; // the one thing that is asked for
}

/** What is still asked for after the password; then the console opens. */
export function LastStep({ title, lead, yes, ready, run, back, children }: Props) {
  const { t } = useTranslation();
  const { error, busy, submit } = useStep(run, () => useSession.setState({ state: "in" }));
  return (
    <form className={css.form} onSubmit={submit} noValidate>
      <Mark size={40} />
      <h1>{title}</h1>
      <p className={css.lead}>{lead}</p>
      {children(error)}
      <Button type="submit" size="md" fullWidth loading={busy} disabled={!ready}>
        {yes}
      </Button>
      <button type="button" className={css.link} onClick={back}>
        {t("account.signIn.back")}
      </button>
    </form>
  );
}
