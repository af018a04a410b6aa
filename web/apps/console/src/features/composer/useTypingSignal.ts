import { useEffect, useRef } from "react";
import { typing } from "../../live/sync";

const EVERY = 3_000;

/** Tells colleagues and the contact that one writes, at most every 3 s; of a note, colleagues alone. */
export function useTypingSignal(id: string, note: boolean): (writing: boolean) => void {
  const last = useRef(0);
  useEffect(
    () => () => {
      if (last.current) typing(id, false);
    },
    [id],
  );
  return (writing) => {
    if (!writing) {
      if (last.current) typing(id, false, note);
      last.current = 0;
    } else if (Date.now() - last.current > EVERY) {
      last.current = Date.now();
      typing(id, true, note);
    }
  };
}
