// Things of one agent that this browser keeps, so that a reload loses none: one entry each, so that
// several tabs do not write over each other.
import { load, save } from "../ui/preference";

export interface Entry {
  me: string;
  at: string; // when it was written; ISO
  id: string;
}

export interface Entries<T> {
  keep(of: Entry, value: T): void;
  forget(of: Entry): void;
  /** This agent's, in the order of writing. */
  kept(me: string): T[];
}

/** sound: whether what was read is one, and not another version's. */
export function entries<T>(name: string, sound: (value: T) => boolean): Entries<T> {
  const prefix = (me: string): string => `tertulia.${name}.${me}.`;
  const keyOf = ({ me, at, id }: Entry): string => `${prefix(me)}${Date.parse(at)}.${id}`;
  return {
    keep: (of, value) => save(keyOf(of), value),
    forget: (of) => save(keyOf(of), undefined),
    kept: (me) =>
      names()
        .filter((key) => key.startsWith(prefix(me)))
        .sort()
        .map((key) => load<T | null>(key, null))
        .filter((value): value is T & {} => value !== null && sound(value)),
  };
}

const STALE = 12 * 3600_000; // milliseconds: who wrote so long ago is asked again

export const stale = (at: string, now: number): boolean => now - Date.parse(at) > STALE;

function names(): string[] {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}
