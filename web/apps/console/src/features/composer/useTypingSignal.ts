import { useEffect, useRef } from "react";
import { typing } from "../../live/sync";

const EVERY = 3_000;

/** Tells the contact that one writes, at most every 3 s; notes are nobody's business. */
export function useTypingSignal(id: string, tell: boolean): (writing: boolean) => void {
  const last = useRef(0);
  useEffect(
    () => () => {
      if (last.current) typing(id, false);
    },
    [id],
  );
  return (writing) => {
    if (!tell) return;
    if (!writing) {
      if (last.current) typing(id, false);
      last.current = 0;
    } else if (Date.now() - last.current > EVERY) {
      last.current = Date.now();
      typing(id, true);
    }
  };
}
