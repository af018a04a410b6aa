// What is written and attached, as messages: sent now, or later.
import type { ConversationView } from "@tertulia/protocol";
import { useChannel, useWorkspace } from "../../app/workspace";
import { changeConversation } from "../../commands/changeConversation";
import { schedule } from "../../commands/schedule";
import { send } from "../../commands/send";
import { NOTE_MARKS } from "../thread/content/Marked";
import { limitsOf, MOST_TEXT } from "../../rules/limits";
import { withCopies } from "../../rules/copies";
import { length, toContents } from "../../rules/outgoing";
import type { Attachments } from "./attachments";
import { changeDraft, useDraft, wordsOf } from "./drafts";
import { useWindowLeft } from "./Hints";
import type { When } from "./WhenForm";

export function useOutgoing(row: ConversationView, files: Attachments) {
  const { me } = useWorkspace();
  const draft = useDraft(row.id);
  const window = useWindowLeft(row);
  const note = draft.mode === "note";
  const limits = limitsOf(note ? "website" : row.channel_kind);
  const text = draft[draft.mode];
  const left = MOST_TEXT - length(text);
  const copies = { cc: draft.cc, bcc: draft.bcc };
  const contents = toContents(text, files.uploaded, limits, files.cards).map((content) =>
    note || row.channel_kind !== "email" ? content : withCopies(content, copies),
  );
  const written = !files.waiting && left >= 0 && contents.length > 0;
  const paused = useChannel(row.channel_id)?.paused === true;
  const closed = !note && (paused || (window !== null && window <= 0));
  const clear = () => {
    changeDraft(row.id, note ? { note: "" } : { reply: "", replyTo: 0, cc: [], bcc: [] });
    files.clear();
  };
  const submit = (andResolve: boolean) => {
    const author = { id: me.id, name: me.name };
    const sent = contents.map((content, i) =>
      send({ conversationId: row.id, content, note, replyTo: i === 0 && !note ? draft.replyTo : 0, author }),
    );
    clear();
    if (andResolve && row.status !== "resolved") void resolveAfter(row.id, sent);
  };
  const later = async (when: When) => {
    await schedule(row.id, contents, when, draft.replyTo);
    if (wordsOf(row.id, draft.mode) === text) clear(); // else somebody wrote on: the words are his to keep
  };
  const marks = note ? NOTE_MARKS : limits.marks;
  return { contents, marks, left, written, ready: written && !closed, submit, schedule: later };
}

/** A message that did not go out keeps its conversation open. */
async function resolveAfter(id: string, sent: readonly Promise<boolean>[]): Promise<void> {
  const arrived = await Promise.all(sent);
  if (arrived.every(Boolean)) await changeConversation(id, { status: "resolved" });
}
