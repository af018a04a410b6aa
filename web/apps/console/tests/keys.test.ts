import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { en } from "../src/i18n/en";
import { FIELD_KEYS, keyLabel, KEYS } from "../src/ui/keys";
import { keyName } from "../src/ui/shortcuts";

const SOURCES = readdirSync(join(__dirname, "../src"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".tsx"))
  .map((name) => readFileSync(join(__dirname, "../src", name), "utf8"));

/** Keys for which some screen has a handler. */
const heard = new Set(
  SOURCES.flatMap((source) => [...source.matchAll(/useShortcuts\(\{([\s\S]*?)\}(?:, [^)]*)?\);/g)])
    .flatMap(([, body]) => [...body!.matchAll(/(?:^|,|\n)\s*"?([^\s":,]+)"?: \(/g)])
    .map(([, key]) => key!),
);

test("each key on the sheet does something, and each that does something is on it", () => {
  expect(KEYS.map(({ key }) => key as string).filter((key) => !heard.has(key))).toEqual([]);
  expect([...heard].filter((key) => !KEYS.some((line) => line.key === key))).toEqual([]);
});

test("no key stands there twice, and each has its words", () => {
  const all = [...KEYS, ...FIELD_KEYS];
  expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
  const words = (path: string) =>
    path.split(".").reduce<unknown>((at, part) => (at as Record<string, unknown>)?.[part], en);
  expect(all.map(({ word }) => word).filter((word) => typeof words(word) !== "string")).toEqual([]);
});

test.each([
  ["mod+shift+s", true, "⌘ ⇧ S"],
  ["mod+k", false, "Ctrl K"],
  ["Escape", false, "Esc"],
  ["@", true, "@"],
])("%s", (key, mac, label) => expect(keyLabel(key, mac)).toBe(label));

test("an @ counts also where it takes AltGr", () => {
  const pressed = { key: "@", ctrlKey: true, metaKey: false, altKey: true };
  expect(keyName(pressed)).toBe("@");
});
