import { describe, expect, it } from "vitest";
import { contrast, DEFAULT_COLOUR, readableOn, textOn, usableColour } from "../src/text/contrast";
import { clockTime, dayName, fileSize, initials } from "../src/text/format";
import { linkify, safeHref } from "../src/text/linkify";
import { es } from "../src/parts/es";
import { pt } from "../src/parts/pt";
import { chooseLanguage, ENGLISH, languageAt } from "../src/text/strings";

describe("links in a message", () => {
  it.each([
    ["see https://example.com/a?b=c#d now", "https://example.com/a?b=c#d"],
    ["www.example.com", "https://www.example.com/"],
    ["(https://example.com/a)", "https://example.com/a"],
    ["https://en.wikipedia.org/wiki/Coffee_(drink).", "https://en.wikipedia.org/wiki/Coffee_(drink)"],
    ["write to ana@example.com, please", "mailto:ana@example.com"],
    ["http://localhost:4700/x!", "http://localhost:4700/x"],
  ])("%s", (text, href) => {
    const pieces = linkify(text);
    expect(pieces.filter((piece) => piece.href).map((piece) => piece.href)).toEqual([href]);
    expect(pieces.map((piece) => piece.text).join("")).toBe(text);
  });

  it.each([
    "javascript:alert(1)",
    "data:text/html,<b>",
    "https://bank.com@evil.example/",
    "no.link here",
    "1.2.3",
    "file:///etc/passwd",
    "<img src=x onerror=alert(1)>",
  ])("none in %s", (text) => {
    expect(linkify(text).filter((piece) => piece.href)).toEqual([]);
    expect(linkify(text).map((piece) => piece.text).join("")).toBe(text);
  });

  it("takes no long time over a long text without links", () => {
    const text = `${"a.".repeat(20_000)}@`;
    const start = performance.now();
    linkify(text);
    expect(performance.now() - start).toBeLessThan(500);
  });

  it("opens a button's address only if it is a safe kind", () => {
    expect(safeHref("javascript:alert(1)")).toBeUndefined();
    expect(safeHref(" https://x")).toBeUndefined();
    expect(safeHref("https://example.com")).toBe("https://example.com");
  });
});

describe("colours", () => {
  const colours = ["#000", "#fff", "#ffd166", "#3b5bdb", "#0b7285", "#777777", "#767676", "#ff0000", "#00ff00"];

  it.each(colours)("text on %s can be read", (given) => {
    const colour = usableColour(given);
    expect(contrast(textOn(colour), colour)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(colours)("%s becomes readable on a light and on a dark ground", (given) => {
    for (const ground of ["#f3f4f7", "#262a33"])
      expect(contrast(readableOn(usableColour(given), ground), ground)).toBeGreaterThanOrEqual(4.5);
  });

  it("leaves a colour that can be read as it is", () => {
    expect(readableOn("#3b5bdb", "#ffffff")).toBe("#3b5bdb");
  });

  it.each(["", "red", "#12", "#12345g", "url(x)", "}*{display:none"])("refuses %s", (text) => {
    expect(usableColour(text)).toBe(DEFAULT_COLOUR);
  });

  it("has the contrasts that WCAG gives", () => {
    expect(contrast("#ffffff", "#000000")).toBeCloseTo(21);
    expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 1);
  });
});

describe("words", () => {
  const now = new Date(2026, 0, 5, 12).getTime();

  it("name the day", () => {
    expect(dayName(new Date(2026, 0, 5, 1).toISOString(), now, "en")).toBe("Today");
    expect(dayName(new Date(2026, 0, 4, 23).toISOString(), now, "es")).toBe("Ayer");
    expect(dayName(new Date(2025, 11, 24).toISOString(), now, "pt-BR")).toBe("24 de dezembro de 2025");
  });

  it("tell the time as the language does", () => {
    expect(clockTime(new Date(2026, 0, 5, 16, 5).toISOString(), "es")).toBe("16:05");
  });

  it("tell sizes", () => {
    expect(fileSize(182_400, "en")).toBe("182 kB");
    expect(fileSize(1_449_000, "es")).toBe("1,4 MB");
    expect(fileSize(12, "en")).toBe("1 kB");
  });

  it("make a face of a name", () => {
    expect(initials("Maria do Carmo")).toBe("MC");
    expect(initials("rui")).toBe("R");
    expect(initials("")).toBe("");
  });

  it("are there in three languages, all of them", () => {
    const { words: spanish } = es(null as never);
    const { words: portuguese } = pt(null as never);
    for (const name of Object.keys(ENGLISH) as (keyof typeof ENGLISH)[]) {
      expect(spanish[name], name).toBeTruthy();
      expect(portuguese[name], name).toBeTruthy();
      expect(spanish[name].includes("{}"), name).toBe(ENGLISH[name].includes("{}"));
      expect(portuguese[name].includes("{}"), name).toBe(ENGLISH[name].includes("{}"));
    }
    expect(["en-GB", "es-MX", "pt", "de"].map(languageAt)).toEqual([0, 1, 2, 0]);
  });

  it.each([
    ["pt-BR", "en", ["es"], "pt-BR"],
    ["auto", "es-AR", ["pt-BR"], "es-AR"],
    ["auto", "de", ["fr", "pt-BR", "en"], "pt-BR"],
    ["auto", "", ["fr"], "en"],
    ["", "es", ["es"], "en"],
  ])("speak as set %j, or with auto as the page %j or the browser %j: %s", (set, page, browser, spoken) => {
    expect(chooseLanguage(set, page, browser)).toBe(spoken);
  });
});
