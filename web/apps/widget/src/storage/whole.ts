/** What the core adds to the loader's keeper. */
import { type Basis, createBasis, type Keeper, openStorage } from "./keeper";
import { storedName } from "./keys";

export function wholeKeeper(basis: Basis): Keeper {
  const { channel, memory, read, write, text, get, set } = basis;
  const names = (start: string) =>
    Object.keys({ ...basis.storage, ...memory }).filter((name) => name.startsWith(start));
  return {
    get,
    set,
    remove(key, part) {
      delete memory[storedName(channel, key, part)];
      basis.storage?.removeItem(storedName(channel, key, part));
    },
    all: <T>(key: Parameters<Keeper["all"]>[0]) =>
      names(`${storedName(channel, key)}.`).map(read).filter((value) => value !== null) as T[],
    allow(yes) {
      basis.allowed = yes;
      if (yes) basis.storage ??= openStorage();
      for (const name of names(`tertulia.${channel}.`)) {
        write(name, text(name));
        if (!yes) basis.storage?.removeItem(name); // what this page needs goes on in memory
      }
      if (!yes) basis.storage = null;
    },
    lasting: () => Boolean(basis.allowed) && !Object.keys(memory).length,
  };
}

export const createKeeper = (channel: string, now?: () => number): Keeper => wholeKeeper(createBasis(channel, now));
