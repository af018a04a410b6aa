import type { ConversationView } from "@tertulia/protocol";
import { IconUsers, IconX } from "@tabler/icons-react";
import { useId, useState, type ClipboardEvent, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { useLive } from "../../live/store";
import { addressesIn, everybody, MOST_COPIES } from "../../rules/copies";
import { composing } from "../../ui/composing";
import { contactName } from "../../ui/contactName";
import { changeDraft, useDraft } from "../composer/drafts";
import css from "./Recipients.module.css";

const NOBODY: never[] = [];
const KINDS = ["cc", "bcc"] as const;
type Kind = (typeof KINDS)[number];

/** Who has the letter that is being written: the contact, and whoever is copied. */
export default function Recipients({ row }: { row: ConversationView }) {
  const { t } = useTranslation();
  const draft = useDraft(row.id);
  const all = everybody(useLive((state) => state.threads[row.id]?.messages ?? NOBODY));
  const [opened, setOpened] = useState<readonly Kind[]>([]);
  const copied = [...draft.cc, ...draft.bcc];
  const missing = all.filter((each) => !copied.includes(each));
  const shown = KINDS.filter((kind) => opened.includes(kind) || draft[kind].length > 0);
  return (
    <div className={css.recipients} data-testid="recipients">
      <div className={css.line}>
        <span className={css.label}>{t("letter.to")}</span>
        <bdi className={css.who}>{contactName(row)}</bdi>
        {missing.length > 0 && (
          <button type="button" className={css.add} onClick={() => changeDraft(row.id, { cc: [...draft.cc, ...missing].slice(0, MOST_COPIES) })}>
            <IconUsers size={14} aria-hidden="true" /> {t("letter.all", { count: missing.length })}
          </button>
        )}
        {KINDS.filter((kind) => !shown.includes(kind)).map((kind) => (
          <button key={kind} type="button" className={css.add} onClick={() => setOpened([...opened, kind])}>
            {t(`letter.add_${kind}`)}
          </button>
        ))}
      </div>
      {shown.map((kind) => (
        <Copies
          key={kind}
          label={t(`letter.${kind}`)}
          held={draft[kind]}
          others={copied}
          fresh={opened.includes(kind)}
          change={(held) => changeDraft(row.id, { [kind]: held })}
        />
      ))}
    </div>
  );
}

interface CopiesProps {
  label: string;
  held: readonly string[];
  others: readonly string[];
  fresh: boolean; // it was just asked for
  change(held: string[]): void;
}

function Copies({ label, held, others, fresh, change }: CopiesProps) {
  const { t } = useTranslation();
  const id = useId();
  const [typed, setTyped] = useState("");
  const [bad, setBad] = useState("");
  const take = (text: string) => {
    const found = addressesIn(text);
    const added = [...new Set(found.good)].filter((each) => !others.includes(each));
    const fits = added.slice(0, Math.max(0, MOST_COPIES - others.length));
    if (fits.length > 0) change([...held, ...fits]);
    setTyped(found.bad.join(" "));
    const wrong = found.bad[0];
    setBad(wrong ? t("letter.bad", { address: wrong, interpolation: { escapeValue: false } }) : fits.length < added.length ? t("letter.many", { count: MOST_COPIES }) : "");
  };
  const key = (event: KeyboardEvent<HTMLInputElement>) => {
    if (composing(event.nativeEvent)) return;
    const ends = ["Enter", ",", ";", " "].includes(event.key);
    if (ends && typed.trim()) {
      event.preventDefault();
      take(typed);
    } else if (event.key === "Enter") event.preventDefault();
    else if (event.key === "Backspace" && !typed && held.length > 0) change(held.slice(0, -1));
  };
  const paste = (event: ClipboardEvent<HTMLInputElement>) => {
    const text = event.clipboardData.getData("text");
    if (!/[,;\s]/.test(text.trim())) return;
    event.preventDefault();
    take(`${typed} ${text}`);
  };
  return (
    <div className={css.line}>
      <label className={css.label} htmlFor={id}>
        {label}
      </label>
      {held.map((address) => (
        <span key={address} className={css.chip}>
          <bdi>{address}</bdi>
          <button type="button" onClick={() => change(held.filter((each) => each !== address))} aria-label={t("letter.drop", { address, interpolation: { escapeValue: false } })}>
            <IconX size={13} />
          </button>
        </span>
      ))}
      <input
        id={id}
        className={css.input}
        type="text"
        inputMode="email"
        autoComplete="off"
        spellCheck={false}
        autoFocus={fresh}
        maxLength={2000}
        value={typed}
        aria-invalid={bad !== "" || undefined}
        aria-describedby={bad ? `${id}-bad` : undefined}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setBad("");
        }}
        onKeyDown={key}
        onPaste={paste}
        onBlur={() => typed.trim() && take(typed)}
      />
      {bad && (
        <span id={`${id}-bad`} className={css.bad} role="alert">
          {bad}
        </span>
      )}
    </div>
  );
}
