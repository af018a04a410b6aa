import type { ConversationView } from "@tertulia/protocol";
import { lazy, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { toggleMark } from "../../rules/marks";
import type { Mark } from "../../rules/limits";
import { useShortcuts } from "../../ui/shortcuts";
import { useEarlyWords } from "./earlyAnswer";
import { CollisionHint } from "../thread/CollisionHint";
import { MentionMenu } from "../thread/MentionMenu";
import { AttachmentChips } from "./AttachmentChips";
import { useAttachments } from "./attachments";
import css from "./Composer.module.css";
import { changeDraft, useDraft, write, type Mode } from "./drafts";
import { DropArea } from "./DropArea";
import { Field } from "./Field";
import { place } from "../../ui/caret";
import { Hints } from "./Hints";
import { ModeTabs } from "./ModeTabs";
import { useOutgoing } from "./outgoing";
import { QuickMenu } from "./QuickMenu";
import { QuotedBar } from "./QuotedBar";
import { useRefusals } from "./refusals";
import { Scheduled } from "./Scheduled";
import { Tools } from "./Tools";
import { useTypingSignal } from "./useTypingSignal";
import { useWhenUp } from "./whenUp";
import type { When } from "./WhenForm";

const Recipients = lazy(() => import("../mail/Recipients"));

export function Composer({ row }: { row: ConversationView }) {
  const { t } = useTranslation();
  const draft = useDraft(row.id);
  const files = useAttachments(row.id);
  const { refusals, sort, forget } = useRefusals(row, draft.mode);
  const field = useRef<HTMLTextAreaElement>(null);
  const writing = useWriting(row.id, draft.mode);
  const outgoing = useOutgoing(row, files);
  const [scheduling, setScheduling] = useState(false);
  const text = draft[draft.mode];
  useEarlyWords(row.id);
  useShortcuts({ r: () => write(row.id, "reply"), n: () => write(row.id, "note") });
  const take = (taken: File[], folders = 0) => {
    files.add(sort(taken, folders, files.attachments.length));
    field.current?.focus();
  };
  const go = (andResolve: boolean) => {
    forget();
    writing.ended();
    outgoing.submit(andResolve);
  };
  const written = `${row.id} ${draft.mode} ${files.attachments.length} ${text}`;
  const up = useWhenUp(written, files.coming, outgoing.ready, go);
  const submit = (andResolve = false) => (outgoing.ready ? go(andResolve) : up.ask(andResolve));
  const schedule = async (when: When) => {
    await outgoing.schedule(when);
    forget();
    writing.ended();
  };
  const editing = useEditing(field, writing.set);
  return (
    <DropArea take={take} label={t("composer.drop")}>
      <Scheduled row={row} />
      <div className={css.composer} data-mode={draft.mode} data-testid="composer">
        <QuickMenu row={row} mode={draft.mode} field={field} text={text} change={writing.set} files={files} />
        <ModeTabs mode={draft.mode} choose={(mode) => write(row.id, mode)} />
        {row.channel_kind === "email" && draft.mode === "reply" && (
          <Suspense fallback={null}>
            <Recipients row={row} />
          </Suspense>
        )}
        {draft.replyTo > 0 && draft.mode === "reply" && <QuotedBar row={row} seq={draft.replyTo} />}
        <Hints row={row} mode={draft.mode} refusals={refusals} contents={outgoing.contents} />
        <CollisionHint id={row.id} writing={draft.mode === "reply" && draft.reply.trim() !== ""} />
        {draft.mode === "note" && (
          <MentionMenu id="note-mentions" field={field} text={draft.note} change={writing.set} />
        )}
        <Field
          ref={field}
          row={row}
          draft={draft}
          onFiles={take}
          onSubmit={submit}
          onText={writing.type}
          onFormat={editing.format}
          onSchedule={() => setScheduling(true)}
        />
        <AttachmentChips {...files} />
        <Tools
          row={row}
          mode={draft.mode}
          marks={outgoing.marks}
          left={outgoing.left}
          ready={outgoing.ready}
          waits={up.waits}
          written={outgoing.written}
          scheduling={scheduling}
          setScheduling={setScheduling}
          attach={take}
          addCard={(card) => files.addCards([card])}
          insert={editing.insert}
          openQuick={editing.openQuick}
          format={editing.format}
          schedule={schedule}
          submit={submit}
        />
      </div>
    </DropArea>
  );
}

/** Keeps what is written, and tells the contact that one writes. */
function useWriting(id: string, mode: Mode) {
  const typed = useTypingSignal(id, mode === "note");
  const set = (text: string) => changeDraft(id, { [mode]: text });
  const type = (text: string) => {
    set(text);
    typed(text !== "");
  };
  return { set, type, ended: () => typed(false) };
}

/** Changes at the caret. */
function useEditing(field: React.RefObject<HTMLTextAreaElement | null>, set: (text: string) => void) {
  const insert = (words: string) => {
    const input = field.current;
    if (!input) return;
    const { selectionStart: from, selectionEnd: to, value } = input;
    set(value.slice(0, from) + words + value.slice(to));
    place(input, from + words.length);
  };
  const format = (mark: Mark) => {
    const input = field.current;
    if (!input) return;
    const edit = toggleMark(input.value, input.selectionStart, input.selectionEnd, mark);
    set(edit.text);
    place(input, edit.from, edit.to);
  };
  const openQuick = () => {
    const before = field.current?.value.slice(0, field.current.selectionStart) ?? "";
    insert(/(^|\s)$/.test(before) ? "/" : " /");
  };
  return { insert, format, openQuick };
}
