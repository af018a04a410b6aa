import { expect, test } from "vitest";
import { en } from "../src/i18n/en";
import { enFlows } from "../src/i18n/enFlows";
import { es } from "../src/i18n/es";
import { esFlows } from "../src/i18n/esFlows";
import { ptBR } from "../src/i18n/ptBR";
import { ptBRFlows } from "../src/i18n/ptBRFlows";

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

test.each([
  ["en", enFlows],
  ["es", esFlows],
  ["pt-BR", ptBRFlows],
])("the builder's words in %s say all that English says, with the same values, and do not shout", (_, words) => {
  const other = new Map(flat(words as unknown as Tree));
  const english = flat(enFlows as unknown as Tree);
  expect([...other.keys()]).toEqual(english.map(([key]) => key));
  expect(english.filter(([key, text]) => holes(text) !== holes(other.get(key) ?? "")).map(([key]) => key)).toEqual([]);
  expect([...other.values()].filter((text) => text.trim() === "" || /[!¡]/.test(text))).toEqual([]);
});
