import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { Content } from "@tertulia/protocol";
import { differences } from "../src/rules/differences";
import { limitsOf, windowLeft } from "../src/rules/limits";
import { hasMarks, marked, toggleMark, type MarkedPiece } from "../src/rules/marks";
import { findReplies, putReply, typedSlash } from "../src/rules/replies";
import { fillPlain } from "../src/rules/variables";
import { presets, toLocal, toMoment } from "../src/rules/zones";

const table = (name: string) =>
  JSON.parse(readFileSync(fileURLToPath(new URL(`../../../../tests/fixtures/composer/${name}.json`, import.meta.url)), "utf8"));

type Span = [string, number, number];

function flat(pieces: MarkedPiece[], start = 0): { text: string; spans: Span[] } {
  let text = "";
  const spans: Span[] = [];
  for (const piece of pieces) {
    if (typeof piece === "string") text += piece;
    else {
      const inner = flat(piece.pieces, start + text.length);
      spans.push([piece.mark, start + text.length, inner.text.length], ...inner.spans);
      text += inner.text;
    }
  }
  return { text, spans };
}

describe("marks, as the server reads them", () => {
  test.each(table("marks") as { text: string; plain: string; spans: Span[] }[])("$text", ({ text, plain, spans }) => {
    expect(flat(marked(text))).toEqual({ text: plain, spans });
    expect(hasMarks(text)).toBe(spans.length > 0);
  });
  test("a mark that the channel does not know stays as it was written", () => {
    expect(marked("a *b* `c`", ["bold"])).toEqual(["a ", { mark: "bold", pieces: ["b"] }, " ", "`c`"]);
    expect(marked("*b*", [])).toEqual(["*b*"]);
  });
  test("a mark is put around the chosen words, and taken away again", () => {
    const on = toggleMark("say it now", 4, 6, "bold");
    expect(on).toEqual({ text: "say *it* now", from: 5, to: 7 });
    expect(toggleMark(on.text, on.from, on.to, "bold")).toEqual({ text: "say it now", from: 4, to: 6 });
    expect(toggleMark("ab cd ", 2, 6, "italic")).toEqual({ text: "ab _cd_ ", from: 4, to: 6 });
    expect(toggleMark("ab", 2, 2, "code")).toEqual({ text: "ab``", from: 3, to: 3 });
  });
});

describe("what will look different, as the server says it", () => {
  type Case = { channel: string; repeat?: number; content: Content; differences: unknown[] };
  test.each(table("differences") as Case[])("$channel $content $differences", (one) => {
    const content = { ...one.content, text: one.content.text!.repeat(one.repeat ?? 1) };
    expect(differences(one.channel, content)).toEqual(one.differences);
  });
});

describe("a quick response in the place of what called it", () => {
  test("the words around it stay", () => {
    expect(putReply("Hi /tha, bye", { at: 3, query: "tha" }, "thank you")).toEqual({ text: "Hi thank you, bye", end: 12, by: 5 });
  });
  test("what was written on while it was fetched stays behind it", () => {
    expect(putReply("/tha and so on", { at: 0, query: "tha" }, "Thanks").text).toBe("Thanks and so on");
  });
  test("what was written before it moves it", () => {
    expect(putReply("Well, /tha", { at: 0, query: "tha" }, "thanks").text).toBe("Well, thanks");
  });
  test("where its call is gone, it comes last, and takes nothing away", () => {
    expect(putReply("Other words. ", { at: 0, query: "tha" }, "Thanks").text).toBe("Other words. Thanks");
  });
});

describe("variables, as the server fills them", () => {
  const values = {
    contact: {
      name: "Ana Souza",
      first_name: "Ana",
      email: "ana@example.com",
      phone: "+5511987654321",
      attributes: { plan: "gold", evil: "<script>alert(1)</script>{{ agent.name }}" },
    },
    agent: { name: "Rui Lima", first_name: "Rui", email: "rui@example.com" },
    conversation: { id: "0123456789" },
    channel: { name: "Shop" },
    account: { name: "Acme" },
  };
  test.each(table("variables") as { text: string; filled: string }[])("$text", ({ text, filled }) => {
    expect(fillPlain(text, values)).toBe(filled);
  });
  test("nothing of the language itself is a variable", () => {
    expect(fillPlain("{{ contact.constructor }}{{ contact.__proto__.x }}", values)).toBe("");
  });
});

describe("the reply window", () => {
  const now = Date.parse("2026-03-10T12:00:00Z");
  test.each([
    ["whatsapp", 1, "2026-03-10T11:00:00Z", 23],
    ["whatsapp", 1, "2026-03-09T11:00:00Z", -1],
    ["whatsapp", 0, null, 0],
    ["whatsapp", 2, null, null],
    ["website", 0, null, null],
  ])("%s %s %s", (kind, inbound, inbound_at, left) =>
    expect(windowLeft(kind, { inbound, inbound_at }, now)).toBe(left),
  );
  test("the numbers are the server's", () => {
    expect(limitsOf("whatsapp").window_hours).toBe(24);
    expect(limitsOf("telegram").caption_length).toBe(1024);
    expect(limitsOf("never heard of").text_length).toBe(10_000);
  });
});

describe("times in named zones", () => {
  test.each([
    ["2026-03-10T09:00", "America/Sao_Paulo", "2026-03-10T12:00:00.000Z"],
    ["2026-07-10T09:00", "Europe/Berlin", "2026-07-10T07:00:00.000Z"],
    ["2026-01-10T09:00", "Europe/Berlin", "2026-01-10T08:00:00.000Z"],
    ["2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30:00.000Z"], // twice: the first
    ["2026-03-29T02:30", "Europe/Berlin", "2026-03-29T01:30:00.000Z"], // skipped: an hour later
    ["2026-03-10T09:00", "Asia/Kathmandu", "2026-03-10T03:15:00.000Z"],
    ["2026-03-10T00:00", "UTC", "2026-03-10T00:00:00.000Z"],
  ])("%s in %s", (local, zone, moment) => expect(new Date(toMoment(local, zone)).toISOString()).toBe(moment));
  test.each([
    ["nonsense", "UTC"],
    ["2026-03-10T09:00", "Mars/Olympus"],
    ["", "UTC"],
  ])("%s in %s is no time", (local, zone) => expect(toMoment(local, zone)).toBeNaN());
  test("a moment as the zone's clocks show it", () => {
    expect(toLocal(Date.parse("2026-03-10T01:05:00Z"), "America/Sao_Paulo")).toBe("2026-03-09T22:05");
  });
  test("presets are by the zone's clocks, and never past", () => {
    const monday = Date.parse("2026-03-09T13:02:00Z"); // 10:02 in São Paulo
    const found = presets(monday, "America/Sao_Paulo").map(({ name, at }) => [name, toLocal(at, "America/Sao_Paulo")]);
    expect(found).toEqual([
      ["hour", "2026-03-09T11:05"],
      ["thisEvening", "2026-03-09T18:00"],
      ["tomorrow", "2026-03-10T09:00"],
      ["monday", "2026-03-16T09:00"],
    ]);
    const late = Date.parse("2026-03-09T21:30:00Z"); // 18:30
    expect(presets(late, "America/Sao_Paulo").map(({ name }) => name)).toEqual(["hour", "tomorrow", "monday"]);
  });
});

describe("quick responses", () => {
  test.each([
    ["/", 1, { at: 0, query: "" }],
    ["Hello. /pri", 11, { at: 7, query: "pri" }],
    ["line\n/pr", 8, { at: 5, query: "pr" }],
    ["/price later", 6, { at: 0, query: "price" }],
    ["and/or", 6, null],
    ["https://a.example", 17, null],
    ["/price ", 7, null],
    ["a // b", 4, null],
  ])("%j at %d opens the list or not", (text, caret, found) => expect(typedSlash(text, caret)).toEqual(found));

  const one = (code: string, name: string, text = "", shared = true) => ({ code, name, text, shared });
  const all = [
    one("preco", "Preços do mês", "R$ 5"),
    one("hours", "Opening hours", "From 9 to 18; price on request"),
    one("price", "Price list"),
    one("price", "My price", "", false),
  ];
  test.each([
    ["price", ["price:My price", "price:Price list", "hours:Opening hours"]],
    ["PREÇO", ["preco:Preços do mês"]],
    ["mes", ["preco:Preços do mês"]],
    ["18", ["hours:Opening hours"]],
    ["nothing", []],
  ])("%s", (query, found) => expect(findReplies(all, query).map(({ code, name }) => `${code}:${name}`)).toEqual(found));
  test("without a query all are shown, by shortcut", () => {
    expect(findReplies(all, "").map(({ code }) => code)).toEqual(["hours", "preco", "price", "price"]);
  });
});
