import { IconAlertTriangle, IconFileText } from "@tabler/icons-react";
import type { MessageView } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { LetterDialog } from "./LetterDialog";
import css from "./Letter.module.css";

const WARNINGS = ["virus", "spam", "unproved"] as const;

/** What a letter has beside its words: its subject, what is to be known of it, and the whole of it. */
export default function LetterNotes({ message }: { message: MessageView }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const data = message.content.data ?? {};
  return (
    <div className={css.notes} data-testid="letter">
      {data.subject && <strong className={css.subject} dir="auto">{data.subject}</strong>}
      {data.from && data.from === message.author.name && (
        <span className={css.detail} dir="auto">
          {t("letter.from")}: {data.from}
        </span>
      )}
      {(["to", "cc", "bcc"] as const).map(
        (name) =>
          data[name] && (
            <span key={name} className={css.detail} dir="auto">
              {t(`letter.${name}`)}: {data[name]}
            </span>
          ),
      )}
      {data.unreached?.split("\n").map((line) => (
        <span key={line} className={css.warning} data-testid="unreached">
          <IconAlertTriangle size={14} /> <span>{t("letter.unreached", { line, interpolation: { escapeValue: false } })}</span>
        </span>
      ))}
      {data.why && <span className={css.detail}>{t(`letter.${data.why}`)}</span>}
      {WARNINGS.filter((name) => data[name]).map((name) => (
        <span key={name} className={css.warning}>
          <IconAlertTriangle size={14} /> {t(`letter.${name}`)}
        </span>
      ))}
      {data.raw_key && (
        <button type="button" className={css.open} onClick={() => setOpen(true)}>
          <IconFileText size={14} /> {t("letter.open")}
        </button>
      )}
      {open && <LetterDialog message={message} close={() => setOpen(false)} />}
    </div>
  );
}
