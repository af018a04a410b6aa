import { useRef, useState } from "react";

export interface Steady<T> {
  base: T;
  key: string; // a form of this key shows `base`
  typed(): void;
  saved(one: T): void;
}

/** What an open form goes out from. It follows what is stored until something is typed; what a colleague stores from
 * then on is left to the saving, which is refused in words, so that nothing typed is lost.
 * now: keeps its identity while it is the same. form: the part of it that the form shows. */
export function useSteady<T>(now: T, form: (one: T) => unknown): Steady<T> {
  const [{ base, seen, round }, set] = useState({ base: now, seen: now, round: 0 });
  const typed = useRef(false);
  const text = (one: T) => JSON.stringify(form(one));
  if (now !== seen) {
    const follows = !typed.current || text(now) === text(base);
    set({ base: follows ? now : base, seen: now, round });
  }
  return {
    base,
    key: `${round} ${text(base)}`,
    typed: () => {
      typed.current = true;
    },
    saved: (one) => {
      typed.current = false;
      set((held) => ({ base: one, seen: held.seen, round: held.round + 1 }));
    },
  };
}
