// Every key of the console, once: the handlers take their names from here, and the sheet of
// shortcuts is drawn from here, so that it cannot lie. A new key gets a line here first.
export interface KeyLine {
  key: string; // as `keyName` calls it
  word: string; // where its words are
  group: "move" | "answer" | "act" | "write" | "anywhere";
}

/** Heard by `useShortcuts`. */
export const KEYS = [
  { key: "j", word: "keys.next", group: "move" },
  { key: "k", word: "keys.previous", group: "move" },
  { key: "u", word: "desk.keys.close", group: "move" },
  { key: "x", word: "desk.keys.select", group: "move" },
  { key: "Escape", word: "keys.leave", group: "move" },
  { key: "r", word: "keys.reply", group: "answer" },
  { key: "n", word: "keys.note", group: "answer" },
  { key: "@", word: "desk.keys.mention", group: "answer" },
  { key: "e", word: "keys.resolve", group: "act" },
  { key: "a", word: "keys.assign", group: "act" },
  { key: "t", word: "desk.keys.transfer", group: "act" },
  { key: "s", word: "keys.snooze", group: "act" },
  { key: "p", word: "desk.keys.priority", group: "act" },
  { key: "l", word: "desk.keys.tags", group: "act" },
  { key: "i", word: "keys.details", group: "act" },
  { key: "mod+k", word: "keys.palette", group: "anywhere" },
  { key: "/", word: "desk.keys.search", group: "anywhere" },
  { key: "c", word: "team.title", group: "anywhere" },
  { key: "?", word: "keys.help", group: "anywhere" },
] as const satisfies readonly KeyLine[];

export type Key = (typeof KEYS)[number]["key"];

/** Heard by the field that one writes in (features/composer/Field.tsx). */
export const FIELD_KEYS = [
  { key: "Enter", word: "desk.keys.send", group: "write" },
  { key: "shift+Enter", word: "desk.keys.newline", group: "write" },
  { key: "mod+shift+Enter", word: "desk.keys.sendResolve", group: "write" },
  { key: "mod+shift+s", word: "desk.keys.later", group: "write" },
  { key: "mod+b", word: "desk.keys.bold", group: "write" },
  { key: "mod+i", word: "desk.keys.italic", group: "write" },
] as const satisfies readonly KeyLine[];

const NAMES: Record<string, string> = { Escape: "Esc", Enter: "↵", shift: "⇧" };

/** "mod+shift+s" -> "⌘ ⇧ S" or "Ctrl ⇧ S". */
export function keyLabel(key: string, mac: boolean): string {
  const part = (name: string) => (name === "mod" ? (mac ? "⌘" : "Ctrl") : (NAMES[name] ?? name.toUpperCase()));
  return key.split("+").map(part).join(" ");
}

export const isMac = (): boolean => /Mac|iP(hone|ad)/.test(navigator.platform);
