import type { ConversationView } from "@tertulia/protocol";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../../app/workspace";
import { send } from "../../commands/send";
import { limitsOf, refuse, fileSize } from "../../rules/limits";
import { length, toContents } from "../../rules/outgoing";
import { useShortcuts } from "../../ui/shortcuts";
import { CollisionHint } from "../thread/CollisionHint";
import { MentionMenu } from "../thread/MentionMenu";
import { AttachmentChips } from "./AttachmentChips";
import { useAttachments } from "./attachments";
import css from "./Composer.module.css";
import { changeDraft, useDraft, write, type Mode } from "./drafts";
import { DropArea } from "./DropArea";
import { Field } from "./Field";
import { Hints } from "./Hints";
import { ModeTabs } from "./ModeTabs";
import { QuotedBar } from "./QuotedBar";
import { Tools } from "./Tools";
import { useTypingSignal } from "./useTypingSignal";

export function Composer({ row }: { row: ConversationView }) {
  const { t } = useTranslation();
  const draft = useDraft(row.id);
  const files = useAttachments(row.id);
  const { refusals, sort, forget } = useRefusals(row, draft.mode);
  const field = useRef<HTMLTextAreaElement>(null);
  const writing = useWriting(row.id, draft.mode);
  const outgoing = useSubmit(row, files);
  useShortcuts({ r: () => write(row.id, "reply"), n: () => write(row.id, "note") });
  const take = (taken: File[]) => {
    files.add(sort(taken));
    field.current?.focus();
  };
  const submit = () => {
    if (!outgoing.ready) return;
    forget();
    writing.ended();
    outgoing.submit();
  };
  return (
    <DropArea take={take} label={t("composer.drop")}>
      <div className={css.composer} data-mode={draft.mode} data-testid="composer">
        <ModeTabs mode={draft.mode} choose={(mode) => write(row.id, mode)} />
        {draft.replyTo > 0 && draft.mode === "reply" && <QuotedBar row={row} seq={draft.replyTo} />}
        <Hints row={row} mode={draft.mode} refusals={refusals} />
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
        />
        <AttachmentChips files={files} />
        <Tools
          mode={draft.mode}
          left={outgoing.left}
          ready={outgoing.ready}
          attach={take}
          insert={(text) => insertAt(field.current, text, writing.set)}
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

/** Sends what is written and attached, and clears the field. */
function useSubmit(row: ConversationView, files: ReturnType<typeof useAttachments>) {
  const { me } = useWorkspace();
  const draft = useDraft(row.id);
  const note = draft.mode === "note";
  const limits = limitsOf(note ? "website" : row.channel_kind);
  const text = draft[draft.mode];
  const left = limits.text - length(text);
  const uploaded = files.attachments.flatMap(({ media }) => (media ? [media] : []));
  const waiting = files.attachments.length !== uploaded.length;
  const ready = !waiting && left >= 0 && (text.trim() !== "" || uploaded.length > 0);
  const submit = () => {
    toContents(text, uploaded, limits.caption).forEach((content, i) => {
      const replyTo = i === 0 && !note ? draft.replyTo : 0;
      void send({ conversationId: row.id, content, note, replyTo, author: { id: me.id, name: me.name } });
    });
    changeDraft(row.id, note ? { note: "" } : { reply: "", replyTo: 0 });
    files.clear();
  };
  return { ready, left, submit };
}

/** Files that may go are let through; why the others may not is kept, in words. */
function useRefusals(row: ConversationView, mode: Mode) {
  const [refusals, setRefusals] = useState<string[]>([]);
  const refusal = useRefusal(row, mode);
  const sort = (taken: File[]): File[] => {
    setRefusals(taken.map(refusal).filter((text) => text !== ""));
    return taken.filter((file) => refusal(file) === "");
  };
  return { refusals, sort, forget: () => setRefusals([]) };
}

/** Why a file cannot go, in words; '' if it can. */
function useRefusal(row: ConversationView, mode: Mode): (file: File) => string {
  const { t, i18n } = useTranslation();
  return (file) => {
    const refused = refuse(file, row.channel_kind, mode === "note");
    if (!refused) return "";
    if (refused.why === "empty") return t("composer.empty", { name: file.name });
    const { value, unit } = fileSize(refused.limit);
    const channel = t(`channel.${row.channel_kind as "website"}`);
    const limit = `${value.toLocaleString(i18n.language)} ${unit}`;
    return t("composer.tooLarge", { name: file.name, limit, channel });
  };
}

function insertAt(field: HTMLTextAreaElement | null, text: string, change: (all: string) => void): void {
  if (!field) return;
  const { selectionStart: from, selectionEnd: to, value } = field;
  change(value.slice(0, from) + text + value.slice(to));
  requestAnimationFrame(() => {
    field.focus();
    field.setSelectionRange(from + text.length, from + text.length);
  });
}
