import { Button } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import css from "./CopyLine.module.css";

export function CopyLine({ label, text }: { label: string; text: string }) {
  const { t } = useTranslation();
  const [done, setDone] = useState(false);
  const shown = useRef<HTMLElement>(null);
  const copy = async () => {
    if (!(await written(text)) && !selected(shown.current!)) return; // it is marked, for Ctrl+C
    setDone(true);
    setTimeout(() => setDone(false), 2_000);
  };
  return (
    <div className={css.line}>
      <span className={css.label}>{label}</span>
      <code ref={shown} className={css.text} tabIndex={0} data-testid="copy-text">
        {text}
      </code>
      <Button
        size="xs"
        variant="default"
        leftSection={done ? <IconCheck size={15} /> : <IconCopy size={15} />}
        onClick={() => void copy()}
        aria-label={`${t("copy")}: ${label}`}
      >
        {t(done ? "copied" : "copy")}
      </Button>
    </div>
  );
}

/** Not where the page came without encryption, or where it is forbidden. */
async function written(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** The old way, which is allowed there. */
function selected(element: HTMLElement): boolean {
  getSelection()?.selectAllChildren(element);
  return document.execCommand("copy");
}
