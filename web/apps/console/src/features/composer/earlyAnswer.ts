// An answer begun before its conversation is there: on a slow network one opens a row, presses r and
// writes on. Without this, every letter would be a shortcut, and "e" would resolve.
import { useEffect } from "react";
import { catchEarly, earlyField, earlyWords, endEarly } from "../../ui/early";
import { useShortcuts } from "../../ui/shortcuts";
import { addToDraft, changeDraft, write, type Mode } from "./drafts";

const fieldOf = (id: string): string => `answer ${id}`;

/** While the conversation is fetched. */
export function useEarlyAnswer(id: string, waiting: boolean): void {
  const begin = (mode: Mode) => () => {
    changeDraft(id, { mode });
    catchEarly(fieldOf(id));
  };
  useShortcuts({ r: begin("reply"), n: begin("note") }, waiting);
  useEffect(() => () => {
    if (earlyField() === fieldOf(id)) endEarly();
  }, [id]);
}

/** Once its field is there. */
export function useEarlyWords(id: string): void {
  useEffect(() => {
    if (earlyField() !== fieldOf(id)) return;
    const mode = addToDraft(id, earlyWords());
    endEarly();
    write(id, mode);
  }, [id]);
}
