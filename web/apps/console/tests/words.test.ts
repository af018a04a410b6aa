import { expect, test } from "vitest";
import { en } from "../src/i18n/en";
import { es } from "../src/i18n/es";
import { ptBR } from "../src/i18n/ptBR";

type Tree = { [key: string]: string | Tree };

const flat = (tree: Tree, at = ""): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[at + key, value] as [string, string]] : flat(value, `${at}${key}/`),
  );
const holes = (text: string) => (text.match(/{{\w+}}/g) ?? []).sort().join();

test.each([
  ["es", es],
  ["pt-BR", ptBR],
])("%s says all that English says, with the same values in it", (_, words) => {
  const other = new Map(flat(words as unknown as Tree));
  const english = flat(en as unknown as Tree);
  expect([...other.keys()]).toEqual(english.map(([key]) => key));
  expect(english.filter(([key, text]) => holes(text) !== holes(other.get(key) ?? "")).map(([key]) => key)).toEqual([]);
  expect([...other.values()].filter((text) => text.trim() === "")).toEqual([]);
});

test.each([
  ["en", en],
  ["es", es],
  ["pt-BR", ptBR],
])("%s does not shout", (_, words) => {
  expect(flat(words as unknown as Tree).filter(([, text]) => /[!¡]/.test(text))).toEqual([]);
});
