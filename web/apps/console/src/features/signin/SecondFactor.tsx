import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { client } from "../../api/session";
import { LastStep } from "./LastStep";

interface Props {
  email: string;
  password: string;
  back(email: string): void;
}

/** The password was right; the authenticator app has the last word. */
export function SecondFactor({ email, password, back }: Props) {
  const { t } = useTranslation();
  const [code, setCode] = useState("");
  return (
    <LastStep
      title={t("account.signIn.factorTitle")}
      lead={t("account.signIn.factorLead")}
      yes={t("signIn.submit")}
      ready={code.replace(/\D/g, "").length >= 6}
      run={() => client.signIn(email, password, code)}
      back={() => back(email)}
    >
      {(error) => (
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
      )}
    </LastStep>
  );
}
