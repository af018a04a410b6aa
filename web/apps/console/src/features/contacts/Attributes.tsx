import { ActionIcon, Button } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import type { ContactView } from "@tertulia/protocol";
import { useState, type FormEvent, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { editAttribute, type AttributeResult } from "../../commands/editAttributes";
import { composing } from "../../ui/composing";
import { sayWhy } from "../../ui/sayWhy";
import { toast } from "../../ui/toasts";
import css from "./Attributes.module.css";

const NAME_LONGEST = 60;

/** The account's own facts about a contact. */
export function Attributes({ contact }: { contact: ContactView }) {
  const save: Save = (name, value) => editAttribute(contact, name, value);
  return <FactList facts={contact.attributes ?? {}} most={50} longest={1000} save={save} testId="attributes" />;
}

/** '' takes it away. Tells a colleague's value if he changed the same one meanwhile. */
export type Save = (name: string, value: string) => Promise<AttributeResult>;

interface Facts {
  facts: Readonly<Record<string, string>>;
  longest: number; // of a value
  save: Save;
}

/** Facts by name: added, changed and removed in place. */
export function FactList({ most, testId, ...about }: Facts & { most: number; testId: string }) {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  const entries = Object.entries(about.facts).sort(([a], [b]) => a.localeCompare(b));
  return (
    <div className={css.box} data-testid={testId}>
      {entries.length === 0 && !adding && <p className={css.quiet}>{t("contacts.noAttributes")}</p>}
      <ul className={css.list}>
        {entries.map(([name, value]) => (
          <li key={name}>
            <Line {...about} name={name} value={value} />
          </li>
        ))}
      </ul>
      {adding ? (
        <NewLine {...about} close={() => setAdding(false)} />
      ) : (
        entries.length < most && (
          <button type="button" className={css.add} onClick={() => setAdding(true)}>
            <IconPlus size={14} aria-hidden="true" /> {t("contacts.addAttribute")}
          </button>
        )
      )}
    </div>
  );
}

interface LineProps extends Facts {
  name: string;
  value: string;
}

function Line({ name, value, ...about }: LineProps) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  const remove = async () => {
    try {
      await about.save(name, "");
    } catch (error) {
      toast({ tone: "bad", text: t("contacts.notSaved", { reason: sayWhy(error) }) });
    }
  };
  return (
    <div className={css.line}>
      <span className={css.name} dir="auto" title={name}>
        {name}
      </span>
      {editing ? (
        <Editor {...about} name={name} value={value} close={() => setEditing(false)} />
      ) : (
        <>
          <button
            type="button"
            className={css.value}
            dir="auto"
            aria-label={`${t("contacts.changeAttribute", { name })}: ${value}`}
            onClick={() => setEditing(true)}
          >
            {value}
          </button>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={24}
            className={css.remove}
            aria-label={t("contacts.removeAttribute", { name })}
            onClick={() => void remove()}
          >
            <IconX size={14} />
          </ActionIcon>
        </>
      )}
    </div>
  );
}

function Editor({ name, value, close, ...about }: LineProps & { close(): void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  const [state, setState] = useState({ busy: false, error: "", theirs: null as string | null });
  const save = async () => {
    if (text.trim() === value && state.theirs === null) return close();
    setState({ busy: true, error: "", theirs: null });
    try {
      const result = await about.save(name, text.trim());
      if (result.kind === "saved") close();
      else setState({ busy: false, error: "", theirs: result.theirs });
    } catch (error) {
      setState({ busy: false, error: t("contacts.notSaved", { reason: sayWhy(error) }), theirs: null });
    }
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === "Enter" && !composing(event.nativeEvent)) {
      event.preventDefault();
      void save();
    }
  };
  return (
    <div className={css.editing}>
      <input
        autoFocus
        className={css.input}
        value={text}
        dir="auto"
        maxLength={about.longest}
        disabled={state.busy}
        aria-label={name}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={keys}
        onBlur={() => state.theirs === null && void save()}
      />
      {state.error && (
        <p className={css.error} role="alert">
          {state.error}
        </p>
      )}
      {state.theirs !== null && (
        <div className={css.error} role="alert">
          <p>{state.theirs ? t("contacts.theirs", { theirs: state.theirs }) : t("contacts.theirsGone")}</p>
          <Button size="compact-xs" variant="default" mr={6} onClick={() => void save()}>
            {t("contact.keepMine")}
          </Button>
          <Button size="compact-xs" variant="default" onClick={close}>
            {t("contact.takeTheirs")}
          </Button>
        </div>
      )}
    </div>
  );
}

function NewLine({ facts, longest, save: put, close }: Facts & { close(): void }) {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const [value, setValue] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const known = Object.keys(facts).includes(name.trim());
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (known) return setError(t("contacts.attributeKnown"));
    setBusy(true);
    setError("");
    try {
      await put(name.trim(), value.trim());
      close();
    } catch (failure) {
      setError(t("contacts.notSaved", { reason: sayWhy(failure) }));
      setBusy(false);
    }
  };
  const leave = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    close();
  };
  return (
    <form className={css.new} onSubmit={(event) => void save(event)} onKeyDown={leave}>
      <input
        autoFocus
        className={css.input}
        value={name}
        dir="auto"
        required
        maxLength={NAME_LONGEST}
        placeholder={t("contacts.attribute")}
        aria-label={t("contacts.attribute")}
        onChange={(event) => setName(event.target.value)}
      />
      <input
        className={css.input}
        value={value}
        dir="auto"
        required
        maxLength={longest}
        placeholder={t("contacts.value")}
        aria-label={t("contacts.value")}
        onChange={(event) => setValue(event.target.value)}
      />
      {error && (
        <p className={css.error} role="alert">
          {error}
        </p>
      )}
      <div className={css.buttons}>
        <Button type="submit" size="compact-sm" loading={busy} disabled={!name.trim() || !value.trim()}>
          {t("contacts.save")}
        </Button>
        <Button size="compact-sm" variant="default" onClick={close}>
          {t("contacts.cancel")}
        </Button>
      </div>
    </form>
  );
}
