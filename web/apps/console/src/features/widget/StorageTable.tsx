import { Button, NativeSelect } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { LANGUAGES, type Language } from "../../i18n";
import { Failed } from "../../ui/Failed";
import { LineSkeletons } from "../../ui/Skeleton";
import { Section } from "./Section";
import { asHtml, asText, inWords, WORDS, type StoredRow } from "./storage";
import css from "./Widget.module.css";

async function fetchRows(): Promise<StoredRow[]> {
  const answer = await fetch("/w/storage.json");
  if (!answer.ok) throw new Error(`storage.json answered ${answer.status}`);
  return (await answer.json()) as StoredRow[];
}

/** What the widget keeps in browsers, to be copied into the site's cookie policy. */
export function StorageTable() {
  const { t, i18n } = useTranslation();
  const { data, error, refetch } = useQuery({ queryKey: ["storage-table"], queryFn: fetchRows });
  const [language, setLanguage] = useState(i18n.language as Language);
  if (error) return <Failed title={t("site.storageFailed")} error={error} retry={() => void refetch()} />;
  if (!data) return <LineSkeletons count={4} />;
  const rows = inWords(data, language);
  const { head } = WORDS[language];
  return (
    <Section title={t("site.storage")}>
      <p className={css.quiet}>{t("site.storageText")}</p>
      <div className={css.tableTools}>
        <NativeSelect
          label={t("site.storageLanguage")}
          value={language}
          data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
          onChange={(event) => setLanguage(event.currentTarget.value as Language)}
        />
        <CopyButton label={t("site.copyText")} text={asText(rows, language)} />
        <CopyButton label={t("site.copyHtml")} text={asHtml(rows, language)} />
      </div>
      <div className={css.table} tabIndex={0} role="region" aria-label={t("site.storage")}>
        <table lang={language} data-testid="storage-table">
          <thead>
            <tr>
              <th scope="col">{head.name}</th>
              <th scope="col">{head.purpose}</th>
              <th scope="col">{head.life}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, purpose, life }) => (
              <tr key={key}>
                <td>
                  <code>{key}</code>
                </td>
                <td>{purpose}</td>
                <td>{life}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

function CopyButton({ label, text }: { label: string; text: string }) {
  const { t } = useTranslation();
  const [done, setDone] = useState(false);
  const copy = () =>
    void navigator.clipboard.writeText(text).then(() => {
      setDone(true);
      setTimeout(() => setDone(false), 2_000);
    });
  return (
    <Button
      variant="default"
      leftSection={done ? <IconCheck size={15} /> : <IconCopy size={15} />}
      onClick={copy}
    >
      {done ? t("copied") : label}
    </Button>
  );
}
