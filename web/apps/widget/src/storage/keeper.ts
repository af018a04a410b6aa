/** The only place that touches the browser's storage.
 *
 * Until `allow(true)` everything new stays in memory; then it is written down. With storage
 * refused, by the site, the visitor or the browser, memory serves for the page's life. */
import { type Key, LIVES, storedName } from "./keys";

/** A stored entry: [the moment it expires in epoch ms, value]. */
type Entry = [expires: number, value: unknown];

export interface Keeper {
  get<T>(key: Key, part?: string): T | null;
  set(key: Key, value: unknown, part?: string): void;
  remove(key: Key, part?: string): void;
  /** All values under a key that has several parts, in no particular order. */
  all<T>(key: Key): T[];
  /** true: write down, now and from now on. false: erase, and keep nothing. */
  allow(allowed: boolean): void;
  /** Whether all that was kept so far outlives the page. */
  lasting(): boolean;
}

/** null where merely asking throws (refused cookies, sandboxed frames). */
function openStorage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

export function createKeeper(channel: string, now: () => number = Date.now): Keeper {
  const memory: Record<string, string> = {}; // only what storage does not hold
  let storage = openStorage();
  let allowed = false;
  const text = (name: string) => memory[name] ?? storage!.getItem(name)!;
  const read = (name: string) => {
    try {
      const [expires, value] = JSON.parse(text(name)) as Entry;
      return expires > now() ? value : null;
    } catch {
      return null; // nothing there, or not ours
    }
  };
  const write = (name: string, text: string) => {
    memory[name] = text;
    try {
      if (!allowed) return;
      storage!.setItem(name, text);
      delete memory[name];
    } catch {
      // No storage, full, or refused since: memory has it.
    }
  };
  const names = (start: string) =>
    Object.keys({ ...storage, ...memory }).filter((name) => name.startsWith(start));

  return {
    get: <T>(key: Key, part?: string) => read(storedName(channel, key, part)) as T | null,
    set: (key, value, part) =>
      write(storedName(channel, key, part), JSON.stringify([now() + LIVES[key] * 60_000, value])),
    remove(key, part) {
      delete memory[storedName(channel, key, part)];
      storage?.removeItem(storedName(channel, key, part));
    },
    all: <T>(key: Key) =>
      names(`${storedName(channel, key)}.`).map(read).filter((value) => value !== null) as T[],
    allow(yes) {
      allowed = yes;
      if (yes) storage ??= openStorage();
      for (const name of names(`tertulia.${channel}.`)) {
        write(name, text(name));
        if (!yes) storage?.removeItem(name); // what this page needs goes on in memory
      }
      if (!yes) storage = null;
    },
    lasting: () => allowed && !Object.keys(memory).length,
  };
}
