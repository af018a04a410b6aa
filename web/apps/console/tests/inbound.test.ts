import { describe, expect, it } from "vitest";
import { guess, linesOf, wordsOf } from "../src/features/inbound/tree";

describe("a sample as lines", () => {
  it("has a pointer for each value, with its own letters escaped", () => {
    const lines = linesOf({ who: { "e/mail~": "a@b.c" }, list: [1, null], ok: true });
    expect(lines.map(({ path, value, leaf }) => [path, value, leaf])).toEqual([
      ["/who", "", false],
      ["/who/e~1mail~0", "a@b.c", true],
      ["/list", "", false],
      ["/list/0", "1", true],
      ["/list/1", "", true],
      ["/ok", "true", true],
    ]);
  });

  it("ends after some hundred lines", () => {
    expect(linesOf(Array.from({ length: 1000 }, (_, at) => at))).toHaveLength(300);
  });

  it("is told in words", () => {
    expect(wordsOf("/who/e~1mail~0")).toBe("who › e/mail~");
  });

  it("guesses what a value is by its name", () => {
    expect(["your-email", "tel", "Nome", "mensagem", "plan"].map(guess)).toEqual(["email", "phone", "name", "message", "data"]);
  });
});
