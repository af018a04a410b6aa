import type { ContactView } from "@tertulia/protocol";
import { useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { editContact, type EditableField } from "../../commands/editContact";
import { composing } from "../../ui/composing";
import { sayWhy } from "../../ui/sayWhy";
import css from "./EditableLine.module.css";

interface Props {
  contact: ContactView;
  field: EditableField;
  type?: string;
  multiline?: boolean;
}

/** Click, change, Enter. Escape leaves it as it was. */
export function EditableLine({ contact, field, type = "text", multiline = false }: Props) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  const value = contact[field] ?? "";
  const label = t(`contact.${field}`);
  return (
    <div className={css.line}>
      <span className={css.label}>{label}</span>
      {editing ? (
        <Editor contact={contact} field={field} type={type} multiline={multiline} close={() => setEditing(false)} />
      ) : (
        <button
          type="button"
          className={css.value}
          data-empty={value === "" || undefined}
          aria-label={`${t("contact.edit", { field: label })}: ${value || t("contact.add")}`}
          data-testid={`contact-${field}`}
          onClick={() => setEditing(true)}
        >
          {value || t("contact.add")}
        </button>
      )}
    </div>
  );
}

function Editor({ contact, field, type, multiline, close }: Props & { close(): void }) {
  const { t } = useTranslation();
  const value = contact[field] ?? "";
  const [text, setText] = useState(value);
  const saving = useSave(contact, field, close);
  const label = t(`contact.${field}`);
  const submit = () => (text === value ? close() : void saving.save(text.trim()));
  const keys = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && !(multiline && event.shiftKey) && !composing(event.nativeEvent)) {
      event.preventDefault();
      submit();
    }
  };
  const Input = multiline ? "textarea" : "input";
  return (
    <div className={css.editing}>
      <Input
        autoFocus
        className={css.input}
        type={multiline ? undefined : type}
        rows={multiline ? 3 : undefined}
        value={text}
        disabled={saving.busy}
        aria-label={label}
        aria-invalid={saving.error !== "" || undefined}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={keys}
        onBlur={() => saving.conflict === null && submit()}
      />
      {saving.error && (
        <p className={css.error} role="alert">
          {saving.error}
        </p>
      )}
      {saving.conflict !== null && (
        <Conflict theirs={saving.conflict} keep={() => void saving.save(text.trim())} take={close} />
      )}
    </div>
  );
}

function useSave(contact: ContactView, field: EditableField, done: () => void) {
  const { t } = useTranslation();
  const [state, setState] = useState({ busy: false, error: "", conflict: null as string | null });
  const save = async (value: string) => {
    setState({ busy: true, error: "", conflict: null });
    try {
      const result = await editContact(contact, field, value);
      if (result.kind === "saved") done();
      else setState({ busy: false, error: "", conflict: result.theirs });
    } catch (error) {
      setState({ busy: false, error: t("contact.saveFailed", { reason: sayWhy(error) }), conflict: null });
    }
  };
  return { ...state, save };
}

function Conflict({ theirs, keep, take }: { theirs: string; keep(): void; take(): void }) {
  const { t } = useTranslation();
  return (
    <div className={css.conflict} role="alert">
      <p>{theirs ? t("contact.conflict", { theirs }) : t("contact.conflictEmpty")}</p>
      <button type="button" onClick={keep}>
        {t("contact.keepMine")}
      </button>
      <button type="button" onClick={take}>
        {t("contact.takeTheirs")}
      </button>
    </div>
  );
}
