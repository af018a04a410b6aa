import { typing } from "../../live/sync";
import { useWritingSignal } from "../../ui/useWritingSignal";

/** Tells colleagues and the contact that one writes; of a note, colleagues alone. */
export const useTypingSignal = (id: string, note: boolean) => useWritingSignal(id, (where, on) => typing(where, on, note));
