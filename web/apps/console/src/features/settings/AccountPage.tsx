import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import * as people from "../../api/people";
import { useWorkspace } from "../../app/workspace";
import { LANGUAGES } from "../../i18n";
import { useNow } from "../../ui/useNow";
import { FactorRule } from "../factor/FactorRule";
import { PageHead } from "./PageHead";
import { Problem } from "./Problem";
import css from "./Settings.module.css";
import { useSetBootstrap } from "./useBootstrap";
import { useSaving } from "./useSaving";

export default function AccountPage() {
  const { t } = useTranslation();
  const { account } = useWorkspace();
  const set = useSetBootstrap();
  const initial = { name: account.name, language: account.language ?? "en", time_zone: account.time_zone ?? "UTC" };
  const { values, change, errors, busy, submit } = useSaving(initial, async (asked) => {
    const saved = await people.changeAccount(asked);
    set((held) => ({ ...held, account: saved }));
  });
  return (
    <>
      <PageHead title={t("account.account")} lead={t("account.accountLead")} />
      <form className={css.box} onSubmit={submit} noValidate>
        <div className={css.form}>
          <TextInput
            label={t("account.accountName")}
            value={values.name}
            error={errors.name}
            maxLength={120}
            required
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <NativeSelect
            label={t("account.accountLanguage")}
            description={t("account.accountLanguageHint")}
            value={values.language}
            error={errors.language}
            data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
            onChange={(event) => change({ language: event.currentTarget.value })}
          />
          <NativeSelect
            label={t("account.timeZone")}
            description={<ThereNow zone={values.time_zone} />}
            value={values.time_zone}
            error={errors.time_zone}
            data={zones(values.time_zone)}
            onChange={(event) => change({ time_zone: event.currentTarget.value })}
          />
          <Problem text={errors[""]} />
        </div>
        <div className={css.buttons}>
          <Button type="submit" loading={busy} disabled={!values.name.trim()}>
            {t("account.save")}
          </Button>
        </div>
      </form>
      <FactorRule />
    </>
  );
}

function ThereNow({ zone }: { zone: string }) {
  const { t, i18n } = useTranslation();
  const now = useNow();
  return t("account.timeZoneHint", { time: timeIn(zone, now, i18n.language) });
}

function timeIn(zone: string, now: number, language: string): string {
  try {
    return new Date(now).toLocaleTimeString(language, { timeZone: zone, hour: "2-digit", minute: "2-digit" });
  } catch {
    return "–"; // a zone that this browser does not know
  }
}

/** By continent; the present one is there even where the browser calls it otherwise. */
function zones(present: string) {
  const names = [...new Set(["UTC", present, ...Intl.supportedValuesOf("timeZone")])].sort();
  return names.map((value) => ({ value, label: value.replaceAll("_", " ") }));
}
