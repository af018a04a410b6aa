/** The only place, with whole.ts, that touches the browser's storage.
 *
 * Until it is allowed everything new stays in memory; then it is written down. With storage
 * refused, by the site, the visitor or the browser, memory serves for the page's life. The loader
 * brings what it needs itself; the core adds the rest (whole.ts). */
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

/** What of it the loader has, and what whole.ts builds on. */
export interface Basis extends Pick<Keeper, "get" | "set"> {
  channel: string;
  /** Only what storage does not hold. */
  memory: Record<string, string>;
  storage: Storage | null;
  allowed?: boolean;
  text(name: string): string;
  read(name: string): unknown;
  write(name: string, text: string): void;
}

/** null where merely asking throws (refused cookies, sandboxed frames). */
export function openStorage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

export function createBasis(channel: string, now: () => number = Date.now): Basis {
  const memory: Record<string, string> = {};
  const basis: Basis = {
    channel,
    memory,
    storage: openStorage(),
    text: (name) => memory[name] ?? basis.storage!.getItem(name)!,
    read(name) {
      try {
        const [expires, value] = JSON.parse(basis.text(name)) as Entry;
        return expires > now() ? value : null;
      } catch {
        return null; // nothing there, or not ours
      }
    },
    write(name, text) {
      memory[name] = text;
      try {
        if (!basis.allowed) return;
        basis.storage!.setItem(name, text);
        delete memory[name];
      } catch {
        // No storage, full, or refused since: memory has it.
      }
    },
    get: <T>(key: Key, part?: string) => basis.read(storedName(channel, key, part)) as T | null,
    set: (key, value, part) =>
      basis.write(storedName(channel, key, part), JSON.stringify([now() + LIVES[key] * 60_000, value])),
  };
  return basis;
}
