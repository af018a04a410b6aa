// An answer begun before its conversation is there: on a slow network one opens a row, presses r and
// writes on. Without this, every letter would be a shortcut, and "e" would resolve.
import { useEffect } from "react";
import { catchEarly, earlyField, earlyWords, endEarly } from "../../ui/early";
import { useShortcuts } from "../../ui/shortcuts";
import { addToDraft, changeDraft, write, type Mode } from "./drafts";

const fieldOf = (id: string): string => `answer ${id}`;

/** The words are the conversation's, whether its field is there or not. */
function hand(id: string): Mode | null {
  if (earlyField() !== fieldOf(id)) return null;
  const mode = addToDraft(id, earlyWords());
  endEarly();
  return mode;
}

/** While the conversation is fetched, however long that takes. Who leaves before, or whose network
 * fails, finds the words in the field when he comes back. */
export function useEarlyAnswer(id: string, waiting: boolean): void {
  const begin = (mode: Mode) => () => {
    changeDraft(id, { mode });
    catchEarly(fieldOf(id), Infinity);
  };
  useShortcuts({ r: begin("reply"), n: begin("note") }, waiting);
  useEffect(() => () => void hand(id), [id]);
}

/** The conversation could not be had: the keys are shortcuts again. */
export function useNoAnswer(id: string, failed: boolean): void {
  useEffect(() => {
    if (failed) hand(id);
  }, [id, failed]);
}

/** Once its field is there. */
export function useEarlyWords(id: string): void {
  useEffect(() => {
    const mode = hand(id);
    if (mode) write(id, mode);
  }, [id]);
}
