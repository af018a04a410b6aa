import { IconAddressBook, IconBolt, IconPaperclip, IconUser } from "@tabler/icons-react";
import type { ConversationView, QuickResponseView } from "@tertulia/protocol";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useChannel, useWorkspace } from "../../app/workspace";
import * as api from "../../api/schedules";
import { useReplies } from "../../live/replies";
import { useLive } from "../../live/store";
import { findReplies, putReply, typedSlash } from "../../rules/replies";
import { fillPlain, type Values } from "../../rules/variables";
import { sayWhy } from "../../ui/sayWhy";
import { toast } from "../../ui/toasts";
import type { Attachments } from "./attachments";
import { place } from "../../ui/caret";
import { wordsOf, type Mode } from "./drafts";
import { useCaret, useMenuAria, useMenuKeys, type FieldRef } from "./fieldMenu";
import css from "./QuickMenu.module.css";

const SHOWN = 50;
const LIST = "quick-responses";
const optionId = (one: QuickResponseView): string => `quick-${one.id}`;

interface Props {
  row: ConversationView;
  mode: Mode;
  field: FieldRef;
  text: string;
  change(text: string): void;
  files: Attachments;
}

/** "/" opens the quick responses; typing narrows, Enter or Tab chooses, Escape closes. */
export function QuickMenu({ row, mode, field, text, change, files }: Props) {
  const { typed, close } = useSlash(field, text);
  const { data, error } = useReplies(typed !== null);
  const [at, setAt] = useState(0);
  const [busy, setBusy] = useState("");
  const found = useMemo(() => findReplies(data ?? [], typed?.query ?? "").slice(0, SHOWN), [data, typed?.query]);
  useEffect(() => setAt(0), [typed?.at, typed?.query]);
  // A slash that finds nothing is just a slash: the list goes, unless nothing was asked for.
  const open = typed !== null && (found.length > 0 || (typed.query === "" && !error));
  const choose = async (one: QuickResponseView | undefined) => {
    if (!one || !typed || busy) return;
    setBusy(one.id);
    try {
      const filled = await fill(one, row.id);
      const now = wordsOf(row.id, mode);
      const put = putReply(now, typed, filled.text);
      const caret = now === text ? put.end : (field.current?.selectionStart ?? 0) + put.by;
      change(put.text);
      files.addReady(filled.media ?? []);
      files.addCards(filled.contacts ?? []);
      place(field.current, caret);
      close();
      sayMissing(filled.missing ?? []);
    } catch (problem) {
      toast({ tone: "bad", text: sayWhy(problem) });
    } finally {
      setBusy("");
    }
  };
  const sayMissing = useMissing();
  useMenuKeys(field, open, (key) => {
    if (key === "Escape") close();
    else if (key.startsWith("Arrow")) step(key === "ArrowDown" ? 1 : -1);
    else void choose(found[at]);
  });
  const step = (by: number) => setAt((before) => (before + by + found.length) % Math.max(found.length, 1));
  const active = found[at];
  useMenuAria(field, open && !!active, LIST, active ? optionId(active) : "");
  if (!open) return null;
  return (
    <div className={css.menu} data-testid="quick-menu">
      {data && data.length === 0 ? (
        <Nothing />
      ) : (
        <>
          <List found={found} at={at} busy={busy} loading={!data} choose={(one) => void choose(one)} />
          {active && <Preview one={active} row={row} />}
        </>
      )}
    </div>
  );
}

/** Texts without variables and files need nobody's help. */
async function fill(one: QuickResponseView, conversation: string) {
  const { text = "", media = [], contacts = [] } = one;
  if (media.length === 0 && !/\{[{%]/.test(text)) return { text, media, contacts, missing: [] };
  return api.useReply(one.id, conversation);
}

function useMissing() {
  const { t } = useTranslation();
  return (missing: readonly string[]) => {
    if (missing.length === 0) return;
    toast({ tone: "plain", text: t("compose.quick.missing", { names: missing.join(", ") }) });
  };
}

function useSlash(field: FieldRef, text: string) {
  const caret = useCaret(field, text);
  const [closed, setClosed] = useState(-1);
  const found = caret < 0 ? null : typedSlash(text, caret);
  useEffect(() => {
    if (!found) setClosed(-1);
  }, [found === null]);
  const typed = found && found.at !== closed ? found : null;
  return { typed, close: () => setClosed(typed?.at ?? -1) };
}

interface ListProps {
  found: readonly QuickResponseView[];
  at: number;
  busy: string;
  loading: boolean;
  choose(one: QuickResponseView): void;
}

function List({ found, at, busy, loading, choose }: ListProps) {
  const { t } = useTranslation();
  return (
    <div id={LIST} role="listbox" aria-label={t("compose.quick.label")} aria-busy={loading} className={`${css.list} scroll`}>
      {loading && <p className={css.state}>{t("loading")}</p>}
      {found.map((one, i) => (
        <Option key={one.id} one={one} active={i === at} busy={busy === one.id} choose={() => choose(one)} />
      ))}
    </div>
  );
}

interface OptionProps {
  one: QuickResponseView;
  active: boolean;
  busy: boolean;
  choose(): void;
}

function Option({ one, active, busy, choose }: OptionProps) {
  const { t } = useTranslation();
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active) ref.current?.scrollIntoView({ block: "nearest" });
  }, [active]);
  const files = (one.media ?? []).length;
  return (
    <div
      ref={ref}
      id={optionId(one)}
      role="option"
      aria-selected={active}
      aria-busy={busy || undefined}
      className={css.option}
      onMouseDown={(event) => {
        event.preventDefault(); // the field keeps the focus
        choose();
      }}
    >
      <span className={css.code}>/{one.code}</span>
      <span className={css.name}>{one.name}</span>
      {files > 0 && <IconPaperclip size={14} aria-label={t("compose.quick.files", { count: files })} />}
      {(one.contacts ?? []).length > 0 && <IconAddressBook size={14} aria-label={t("kind.contact")} />}
      {!one.shared && <IconUser size={14} aria-label={t("compose.quick.own")} />}
    </div>
  );
}

function Preview({ one, row }: { one: QuickResponseView; row: ConversationView }) {
  const values = useValues(row);
  const text = fillPlain(one.text ?? "", values);
  return (
    <div className={`${css.preview} scroll`} aria-hidden="true" data-testid="quick-preview">
      {text && <p>{text}</p>}
      {(one.media ?? []).map(({ name, key }) => (
        <span key={key} className={css.file}>
          <IconPaperclip size={13} /> {name}
        </span>
      ))}
      {(one.contacts ?? []).map(({ name }) => (
        <span key={name} className={css.file}>
          <IconAddressBook size={13} /> {name}
        </span>
      ))}
    </div>
  );
}

/** What the variables stand for here, as far as this screen knows. */
function useValues(row: ConversationView): Values {
  const { me, account } = useWorkspace();
  const channel = useChannel(row.channel_id);
  const contact = useLive((state) => state.contacts[row.contact_id]);
  const name = contact?.name ?? row.contact_name;
  return {
    contact: {
      name,
      first_name: name.split(" ")[0],
      email: contact?.email ?? "",
      phone: contact?.phone ?? "",
      language: contact?.language ?? "",
      attributes: contact?.attributes ?? {},
    },
    agent: { name: me.name, first_name: me.name.split(" ")[0], email: me.email },
    conversation: { id: row.id },
    channel: { name: channel?.name ?? "" },
    account: { name: account.name },
  };
}

function Nothing() {
  const { t } = useTranslation();
  return (
    <div className={css.nothing}>
      <IconBolt size={20} aria-hidden="true" />
      <p>{t("compose.quick.none")}</p>
      <Link href="/settings/replies/new" onMouseDown={(event) => event.preventDefault()}>
        {t("compose.quick.create")}
      </Link>
    </div>
  );
}
