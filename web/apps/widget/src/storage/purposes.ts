/** For the site's cookie policy: what each key is for. Exported by the build, never shipped. */
import type { StoredKey } from "@tertulia/protocol";
import { type Key, LIVES, storedName } from "./keys";

export const PURPOSES: Record<Key, string> = {
  token: "Recognises the visitor, so that the conversation is there on the next visit",
  consent: "Remembers that the visitor agreed to keeping these entries",
  ab: "Keeps the visitor in the same group when two versions of a text are compared",
  visit: "Tells a new visit from a further page of the same visit",
  look: "Colour, texts and position of the chat, so that it is drawn without waiting",
  outbox: "Messages that were written but not yet sent; each is removed once it is sent",
  draft: "The message being written, so that it survives a change of page",
  open: "Whether the chat was open, so that it stays open on the next page",
  greeted: "Remembers that the greeting was closed",
  formed: "Remembers that the form before the chat was filled in or passed over",
  read: "Up to where the messages were read, so that other tabs do not show them as new",
  lease: "Lets only one of several tabs send the waiting messages",
};

const SEVERAL: ReadonlySet<Key> = new Set<Key>(["outbox"]);

function lifeInWords(minutes: number): string {
  const [amount, unit] =
    minutes >= 1440 ? [minutes / 1440, "day"] : minutes >= 60 ? [minutes / 60, "hour"] : [minutes, "minute"];
  return `${amount} ${unit}${amount === 1 ? "" : "s"}`;
}

/** The table of everything kept in localStorage. */
export function storedKeys(): StoredKey[] {
  return (Object.keys(LIVES) as Key[]).map((key) => ({
    key: storedName("<channel>", key, SEVERAL.has(key) ? "<message>" : ""),
    purpose: PURPOSES[key],
    life: lifeInWords(LIVES[key]),
  }));
}
