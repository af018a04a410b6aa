import { PasswordInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { client } from "../../api/session";
import { LastStep } from "./LastStep";

interface Props {
  email: string;
  temporary: string;
  back(email: string): void;
}

/** The first sign-in of one who was invited: his temporary password for one of his own. */
export function FirstPassword({ email, temporary, back }: Props) {
  const { t } = useTranslation();
  const [password, setPassword] = useState("");
  return (
    <LastStep
      title={t("account.signIn.firstTitle")}
      lead={t("account.signIn.firstLead")}
      yes={t("account.signIn.firstSubmit")}
      ready={password !== ""}
      run={() => client.firstSignIn(email, temporary, password)}
      back={() => back(email)}
    >
      {(error) => (
        <>
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
        </>
      )}
    </LastStep>
  );
}
