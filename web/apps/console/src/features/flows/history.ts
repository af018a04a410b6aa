// Undo and redo. Pure.

export interface History<T> {
  readonly past: readonly T[];
  readonly now: T;
  readonly future: readonly T[];
  readonly key: string; // of the last change: the next one with the same key becomes one with it
}

const MOST = 200;

export const begin = <T>(now: T): History<T> => ({ past: [], now, future: [], key: "" });

/** key: letters typed into one field, or steps of one move, are one change; "" never joins. */
export function commit<T>(history: History<T>, next: T, key = ""): History<T> {
  if (next === history.now) return history;
  const joins = key !== "" && key === history.key;
  const past = joins ? history.past : [...history.past.slice(-MOST + 1), history.now];
  return { past, now: next, future: [], key };
}

/** What comes next is a change of its own. */
export const settle = <T>(history: History<T>): History<T> => (history.key === "" ? history : { ...history, key: "" });

export function undo<T>(history: History<T>): History<T> {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return { past: history.past.slice(0, -1), now: before, future: [history.now, ...history.future], key: "" };
}

export function redo<T>(history: History<T>): History<T> {
  const [after, ...future] = history.future;
  if (after === undefined) return history;
  return { past: [...history.past, history.now], now: after, future, key: "" };
}
