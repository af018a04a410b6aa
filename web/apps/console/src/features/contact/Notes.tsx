import { Button, Textarea } from "@mantine/core";
import type { BesideView, ConversationView } from "@tertulia/protocol";
import { IconPlus } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { useAgent, useWorkspace } from "../../app/workspace";
import { send } from "../../commands/send";
import { exact, exactWithSeconds } from "../../rules/time";
import { Face } from "../team/Face";
import { useKeptText } from "../../ui/keptText";
import { jumpTo } from "../thread/jump";
import { MentionMenu } from "../thread/MentionMenu";
import { Mentioned } from "../thread/content/mentioned";
import { RichText } from "../thread/content/RichText";
import css from "./Beside.module.css";
import { BesideState } from "./BesideState";
import { Section } from "./Section";
import { useBeside } from "./useBeside";

/** What colleagues wrote about this contact, in whichever conversation; and a place to add to it. */
export function Notes({ row }: { row: ConversationView }) {
  const { t } = useTranslation();
  const { agents } = useWorkspace();
  const notes = useBeside("notes", row);
  return (
    <Section title={t("desk.beside.notes")}>
      <div data-testid="notes">
        <AddNote key={row.id} row={row} />
        <Mentioned value={agents}>
          <ol className={css.notes}>
            {notes.items.map((note) => (
              <Note key={`${note.conversation_id}#${note.seq}`} note={note} here={note.conversation_id === row.id} />
            ))}
          </ol>
        </Mentioned>
        <BesideState pages={notes} count={notes.items.length} empty={t("desk.beside.noNotes")} />
      </div>
    </Section>
  );
}

function Note({ note, here }: { note: BesideView; here: boolean }) {
  const { t, i18n } = useTranslation();
  const [, go] = useLocation();
  const author = note.author_name || t("someone");
  const show = () => {
    if (here) jumpTo(note.conversation_id, note.seq);
    else go(`/inbox/all/open/${note.conversation_id}#m${note.seq}`);
  };
  return (
    <li className={css.note}>
      <header className={css.by}>
        <Face agent={useAgent(note.author_id)} name={author} size="xs" />
        <strong dir="auto">{author}</strong>
        <time dateTime={note.at} title={exactWithSeconds(note.at, i18n.language)}>
          {exact(note.at, i18n.language)}
        </time>
      </header>
      {note.text && <RichText text={note.cut ? `${note.text}…` : note.text} />}
      <button type="button" className={css.link} onClick={show}>
        {t(note.cut ? "desk.beside.whole" : "desk.beside.here")}
      </button>
    </li>
  );
}

function AddNote({ row }: { row: ConversationView }) {
  const { t } = useTranslation();
  const { me } = useWorkspace();
  const [text, setText] = useKeptText(`note ${row.id}`);
  const [open, setOpen] = useState(text !== "");
  const field = useRef<HTMLTextAreaElement>(null);
  if (!open) {
    return (
      <button type="button" className={css.add} onClick={() => setOpen(true)} data-testid="add-note">
        <IconPlus size={15} /> {t("desk.beside.addNote")}
      </button>
    );
  }
  const close = () => {
    setOpen(false);
    setText("");
  };
  const save = () => {
    if (!text.trim()) return;
    const author = { id: me.id, name: me.name };
    void send({ conversationId: row.id, content: { kind: "text", text }, note: true, replyTo: 0, author });
    close();
  };
  return (
    <div className={css.form}>
      <MentionMenu id="beside-mentions" field={field} text={text} change={setText} />
      <Textarea
        ref={field}
        autoFocus={text === ""}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={10_000}
        aria-label={t("desk.beside.addNote")}
        placeholder={t("desk.beside.notePlaceholder")}
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") setOpen(false); // what is written waits
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
        }}
      />
      <div className={css.buttons}>
        <Button size="xs" variant="default" onClick={close}>
          {t("desk.beside.cancel")}
        </Button>
        <Button size="xs" disabled={!text.trim()} onClick={save} data-testid="save-note">
          {t("desk.beside.save")}
        </Button>
      </div>
    </div>
  );
}
