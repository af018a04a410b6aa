import { useEffect, useRef } from "react";

const EVERY = 3_000; // milliseconds

/** Tells others that one writes there, at most every 3 s; and that one stopped, or left. */
export function useWritingSignal(where: string, tell: (where: string, on: boolean) => void): (writing: boolean) => void {
  const last = useRef(0);
  const telling = useRef(tell);
  telling.current = tell;
  useEffect(
    () => () => {
      if (last.current) telling.current(where, false);
    },
    [where],
  );
  return (writing) => {
    if (!writing) {
      if (last.current) tell(where, false);
      last.current = 0;
    } else if (Date.now() - last.current > EVERY) {
      last.current = Date.now();
      tell(where, true);
    }
  };
}
