// What is written and not sent, per conversation; survives a reload.
import { create } from "zustand";
import { load, save } from "../../ui/preference";

export type Mode = "reply" | "note";

export interface Draft {
  mode: Mode;
  reply: string;
  note: string;
  replyTo: number; // seq of the quoted message, 0 = none
  cc: readonly string[]; // of a letter
  bcc: readonly string[];
}

const EMPTY: Draft = { mode: "reply", reply: "", note: "", replyTo: 0, cc: [], bcc: [] };

/** focus: raised when somebody asks for the field. */
const useDrafts = create<{ drafts: Record<string, Draft>; focus: number }>(() => ({ drafts: {}, focus: 0 }));

let me = "";

const storageKey = (id: string): string => `tertulia.draft.${me}.${id}`;

const draftOf = (id: string): Draft =>
  useDrafts.getState().drafts[id] ?? { ...EMPTY, ...load<Partial<Draft>>(storageKey(id), {}) };

const stored = new Map<string, Draft>();

/** Whose drafts these are. Who signs in next on this screen does not find another's words. */
export function draftsOf(agent: string): void {
  if (agent === me) return;
  me = agent;
  stored.clear();
  useDrafts.setState({ drafts: {} });
}

export function useDraft(id: string): Draft {
  const held = useDrafts((state) => state.drafts[id]);
  if (held) return held;
  let first = stored.get(id);
  if (!first) stored.set(id, (first = draftOf(id)));
  return first;
}

export const useFocusRequests = (): number => useDrafts((state) => state.focus);

export function changeDraft(id: string, change: Partial<Draft>): void {
  const draft = { ...draftOf(id), ...change };
  useDrafts.setState(({ drafts }) => ({ drafts: { ...drafts, [id]: draft } }));
  save(storageKey(id), draft.reply || draft.note || draft.replyTo || draft.cc.length + draft.bcc.length ? draft : undefined);
}

/** To what is being written there, in its present mode, which is answered. */
export function addToDraft(id: string, words: string): Mode {
  const draft = draftOf(id);
  if (words) changeDraft(id, { [draft.mode]: draft[draft.mode] + words });
  return draft.mode;
}

/** As the words are now, which may not be those that were last drawn. */
export const wordsOf = (id: string, mode: Mode): string => draftOf(id)[mode];

/** Go to the field: to reply, or to write a note. */
export function write(id: string, mode: Mode): void {
  changeDraft(id, { mode });
  useDrafts.setState(({ focus }) => ({ focus: focus + 1 }));
}

/** Write a note that begins with, or goes on to, a colleague's name. */
export function writeMention(id: string): void {
  const { note } = draftOf(id);
  changeDraft(id, { note: note && !/\s$/.test(note) ? `${note} @` : `${note}@` });
  write(id, "note");
}

export function quote(id: string, seq: number): void {
  changeDraft(id, { mode: "reply", replyTo: seq });
  useDrafts.setState(({ focus }) => ({ focus: focus + 1 }));
}
