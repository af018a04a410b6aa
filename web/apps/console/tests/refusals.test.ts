import { expect, test } from "vitest";
import { refusals as es } from "../src/i18n/esRefusals";
import { refusals as ptBR } from "../src/i18n/ptBRRefusals";
import { entries, inOurWords } from "../src/i18n/refusals";

test("what is refused is said in the reader's words, with its values", () => {
  expect(inOurWords("longer than 4000 characters", entries(es))).toBe("más de 4000 caracteres");
  expect(inOurWords("Line 1: there is no variable contact.nam", entries(ptBR))).toBe("Line 1: não existe a variável contact.nam");
  expect(inOurWords("at most 10 MB", entries(ptBR))).toBe("no máximo 10 MB");
});

test("what nobody translated is said as it came", () => {
  expect(inOurWords("something new", entries(es))).toBe("something new");
  expect(inOurWords("at most 3 tags", [])).toBe("at most 3 tags");
});

test("both languages know the same refusals, with the same holes", () => {
  expect(Object.keys(ptBR)).toEqual(Object.keys(es));
  const holes = (text: string) => text.split("{}").length;
  for (const words of [es, ptBR]) {
    expect(Object.entries(words).filter(([english, other]) => holes(english) !== holes(other))).toEqual([]);
  }
});
