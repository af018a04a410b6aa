import { useEffect, useRef } from "react";
import { teamTyping } from "../../live/sync";

const EVERY = 3_000;

/** Tells the room that one writes, at most every 3 s. */
export function useRoomTyping(room: string): (writing: boolean) => void {
  const last = useRef(0);
  useEffect(
    () => () => {
      if (last.current) teamTyping(room, false);
    },
    [room],
  );
  return (writing) => {
    if (!writing) {
      if (last.current) teamTyping(room, false);
      last.current = 0;
    } else if (Date.now() - last.current > EVERY) {
      last.current = Date.now();
      teamTyping(room, true);
    }
  };
}
