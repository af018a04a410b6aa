import { Button } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import css from "./CopyLine.module.css";

export function CopyLine({ label, text }: { label: string; text: string }) {
  const { t } = useTranslation();
  const [done, setDone] = useState(false);
  const copy = () => {
    void navigator.clipboard.writeText(text).then(() => {
      setDone(true);
      setTimeout(() => setDone(false), 2_000);
    });
  };
  return (
    <div className={css.line}>
      <span className={css.label}>{label}</span>
      <code className={css.text} tabIndex={0} data-testid="copy-text">
        {text}
      </code>
      <Button
        size="xs"
        variant="default"
        leftSection={done ? <IconCheck size={15} /> : <IconCopy size={15} />}
        onClick={copy}
        aria-label={`${t("copy")}: ${label}`}
      >
        {t(done ? "copied" : "copy")}
      </Button>
    </div>
  );
}
