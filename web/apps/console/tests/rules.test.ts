import { describe, expect, test } from "vitest";
import { reconnectDelay } from "../src/rules/backoff";
import { fileKind, fileSize, refuse, windowLeft } from "../src/rules/limits";
import { pieces, webAddress } from "../src/rules/links";
import { mapLink } from "../src/rules/maps";
import { length, toContents } from "../src/rules/outgoing";
import { pictureBox } from "../src/rules/pictures";
import { matches } from "../src/rules/search";
import { localInput, snoozeUntil } from "../src/rules/snooze";
import { clock, dayName, duration, patience, shortAgo } from "../src/rules/time";
import { placeName, shortAddress } from "../src/rules/visitor";
import { visitorNumber } from "../src/ui/contactName";

describe("links in words", () => {
  test.each([
    ["see https://a.example/b.", "https://a.example/b"],
    ["(https://a.example/x_(y))", "https://a.example/x_(y)"],
    ["www.shop.example/?q=1, please", "www.shop.example/?q=1"],
    ["write to ana@mail.example!", "ana@mail.example"],
  ])("%s", (text, link) => {
    const found = pieces(text).filter((piece) => piece.kind === "link");
    expect(found.map((piece) => piece.text)).toEqual([link]);
    expect(pieces(text).map((piece) => piece.text).join("")).toBe(text);
  });
  test.each(["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "not a link"])("%s is not one", (text) => {
    expect(pieces(text).every((piece) => piece.kind === "text")).toBe(true);
    expect(webAddress(text)).toBe("");
  });
  test("a stranger's map link is used only if it is a web address", () => {
    const place = { latitude: 1.5, longitude: 2.5 };
    expect(mapLink({ ...place, url: "javascript:alert(1)" })).toContain("openstreetmap.org");
    expect(mapLink({ ...place, url: "https://maps.example/1" })).toBe("https://maps.example/1");
  });
});

describe("times", () => {
  const now = Date.parse("2026-03-10T12:00:00.000Z");
  test.each([
    ["2026-03-10T11:59:30.000Z", { unit: "now" }],
    ["2026-03-10T11:15:00.000Z", { unit: "minutes", count: 45 }],
    ["2026-03-10T02:00:00.000Z", { unit: "hours", count: 10 }],
    ["2026-03-07T11:00:00.000Z", { unit: "days", count: 3 }],
    ["2026-01-02T12:00:00.000Z", { unit: "date", text: "Jan 2" }],
  ])("%s", (at, short) => expect(shortAgo(at, now, "en")).toEqual(short));

  test("days are named as people name them", () => {
    expect(dayName(new Date(now).toISOString(), now, "en")).toEqual({ name: "today" });
    expect(dayName(new Date(now - 86_400_000).toISOString(), now, "en")).toEqual({ name: "yesterday" });
    expect(dayName("2026-03-01T12:00:00.000Z", now, "en")).toEqual({ name: "date", text: "Sunday, March 1" });
  });
  test("a clock follows the reader's language", () => {
    const noon = new Date(2026, 0, 1, 14, 5).toISOString();
    expect(clock(noon, "en")).toMatch(/2:05/);
    expect(clock(noon, "es")).toBe("14:05");
  });
  test("waiting turns amber after ten minutes, and red after thirty", () => {
    const since = (minutes: number) => new Date(now - minutes * 60_000).toISOString();
    expect([9, 10, 29, 30].map((m) => patience(since(m), now))).toEqual(["fine", "late", "late", "overdue"]);
  });
  test("durations", () => expect([duration(5), duration(75.4)]).toEqual(["0:05", "1:15"]));
});

describe("snoozing", () => {
  const friday = new Date(2026, 0, 2, 15, 30);
  test.each([
    ["hour", "2026-01-02T16:30"],
    ["threeHours", "2026-01-02T18:30"],
    ["tomorrow", "2026-01-03T09:00"],
    ["monday", "2026-01-05T09:00"],
  ] as const)("%s", (preset, until) => expect(localInput(snoozeUntil(preset, friday))).toBe(until));
  test("on a Monday, Monday is the next one", () => {
    expect(localInput(snoozeUntil("monday", new Date(2026, 0, 5, 8, 0)))).toBe("2026-01-12T09:00");
  });
});

describe("what a channel carries", () => {
  const file = (size: number, type: string) => ({ size, type });
  const MB = 1024 * 1024;
  test.each([
    [file(6 * MB, "image/jpeg"), "whatsapp", { why: "tooLarge", limit: 5 * MB }],
    [file(6 * MB, "image/jpeg"), "telegram", null],
    [file(51 * MB, "application/zip"), "telegram", { why: "tooLarge", limit: 50 * MB }],
    [file(0, "text/plain"), "website", { why: "empty" }],
  ] as const)("%o on %s", (given, channel, refusal) => expect(refuse(given, channel, false)).toEqual(refusal));
  test("a note stays with us, so that the channel's limits do not count", () => {
    expect(refuse(file(60 * MB, "video/mp4"), "whatsapp", true)).toBeNull();
  });
  test("a drawing that may hold scripts goes as a file", () => expect(fileKind("image/svg+xml")).toBe("file"));
  test("WhatsApp's window closes a day after the contact's last words", () => {
    const now = Date.parse("2026-01-02T12:00:00Z");
    expect(windowLeft("whatsapp", { inbound: 1, inbound_at: "2026-01-01T13:00:00Z" }, now)).toBeCloseTo(1);
    expect(windowLeft("whatsapp", { inbound: 1, inbound_at: "2026-01-01T11:00:00Z" }, now)).toBeLessThan(0);
    expect(windowLeft("whatsapp", { inbound: 0 }, now)).toBe(0);
    expect(windowLeft("telegram", { inbound: 0 }, now)).toBeNull();
  });
  test("sizes", () => {
    expect(fileSize(900)).toEqual({ value: 900, unit: "B" });
    expect(fileSize(1.5 * MB)).toEqual({ value: 1.5, unit: "MB" });
  });
});

describe("what the composer holds, as messages", () => {
  const at = (caption_length: number) => ({ caption_length, captions: ["image", "video", "audio", "file"], media_types: {} });
  const picture = { mime: "image/png", key: "k1" };
  const voice = { mime: "audio/ogg", key: "k2" };
  test("words alone are one message, trimmed", () => {
    expect(toContents("  hi \n", [], at(10))).toEqual([{ kind: "text", text: "hi" }]);
  });
  test("nothing is no message", () => expect(toContents("  ", [], at(10))).toEqual([]));
  test("words go with the first of several files", () => {
    expect(toContents("look", [picture, picture], at(10)).map(({ kind, text }) => `${kind}:${text}`)).toEqual(["image:look", "image:"]);
  });
  test("words that do not fit beside a file go before it", () => {
    expect(toContents("much too long", [picture], at(5)).map(({ kind }) => kind)).toEqual(["text", "image"]);
  });
  test("audio takes no caption", () => {
    expect(toContents("hear", [voice], at(99)).map(({ kind }) => kind)).toEqual(["text", "audio"]);
  });
  test("a picture that goes out as a file the channel does not caption has its words apart", () => {
    const gif = { mime: "image/gif", key: "k" };
    const limits = { caption_length: 99, captions: ["image"], media_types: { image: ["image/png"] } };
    expect(toContents("see", [gif], limits).map(({ kind }) => kind)).toEqual(["text", "image"]);
  });
  test("contact cards come last, in one message", () => {
    const cards = [{ name: "Ana" }, { name: "Ben" }];
    expect(toContents("hi", [picture], at(9), cards).map(({ kind }) => kind)).toEqual(["image", "contact"]);
    expect(toContents("", [], at(9), cards)).toEqual([{ kind: "contact", contacts: cards }]);
  });
  test("an emoji counts once", () => expect(length("a👍")).toBe(2));
});

test("a search finds words by their beginnings, whatever the accents", () => {
  expect(matches("José Pereira", "jose")).toBe(true);
  expect(matches("José Pereira", "per jo")).toBe(true);
  expect(matches("José Pereira", "reira")).toBe(false);
  expect(matches("anything", "")).toBe(true);
});

test("a picture keeps its shape within its place", () => {
  expect(pictureBox(900, 600, 320)).toEqual({ width: 320, height: 213 });
  expect(pictureBox(0, 0, 320)).toEqual({ width: 260, height: 195 });
});

test("reconnecting waits longer each time, never over half a minute, never in step", () => {
  expect(reconnectDelay(0, 1)).toBe(500);
  expect(reconnectDelay(3, 0)).toBe(2000);
  expect(reconnectDelay(3, 1)).toBe(4000);
  expect(reconnectDelay(50, 1)).toBe(30_000);
});

test("places and addresses as people say them", () => {
  expect(placeName("PT", "Funchal", "es")).toBe("Funchal, Portugal");
  expect(placeName("", "", "en")).toBe("");
  expect(shortAddress("https://www.shop.example/a/b?x=1")).toBe("shop.example/a/b");
});

test("nameless visitors are told apart, and keep their numbers", () => {
  const number = visitorNumber("01m8136qmmambcntz9");
  expect(number).toBe(visitorNumber("01m8136qmmambcntz9"));
  expect(number).not.toBe(visitorNumber("01m8136qmmambcntz8"));
  expect(String(number)).toMatch(/^\d{4}$/);
});
