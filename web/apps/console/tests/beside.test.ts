import { describe, expect, test } from "vitest";
import { seqOfHash } from "../src/features/thread/jump";
import { joined, sortedFiles } from "../src/rules/beside";
import { spent, visits } from "../src/rules/journey";
import { message } from "./make";

const MINUTE = 60_000;
const page = (minutes: number, title = `p${minutes}`) => ({
  url: `https://shop.example/${title}`,
  title,
  at: new Date(Date.UTC(2026, 0, 1, 9) + minutes * MINUTE).toISOString(),
});

describe("notes and files", () => {
  const note = (seq: number, text = `n${seq}`) =>
    message(seq, { visibility: "note", author: { kind: "agent", id: "ben", name: "Ben" }, content: { kind: "text", text } });
  const fetched = joined([], [note(1, "old words"), note(2)], "notes");

  test("each once, newest first; what is loaded is newer than what was fetched", () => {
    const shown = joined(fetched, [note(3), note(1, "new words")], "notes");
    expect(shown.map(({ text }) => text)).toEqual(["n3", "n2", "new words"]);
  });

  test("what was deleted since is gone, and public words are no notes", () => {
    const gone = { ...note(2), deleted_at: "2026-01-01T12:00:09.000Z" };
    expect(joined(fetched, [gone, message(5)], "notes").map(({ seq }) => seq)).toEqual([1]);
  });

  test("pictures stand apart from other files; what is still on its way is not there", () => {
    const media = (mime: string, key = `media/${mime}`) => ({ mime, key, name: mime });
    const image = message(1, { content: { kind: "image", media: [media("image/png")] } });
    const vector = message(2, { content: { kind: "image", media: [media("image/svg+xml")] } });
    const coming = message(3, { content: { kind: "file", media: [media("text/plain", "")] } });
    const { pictures, files } = sortedFiles(joined([], [image, vector, coming], "files"));
    expect(pictures.map(({ media }) => media.mime)).toEqual(["image/png"]);
    expect(files.map(({ media }) => media.mime)).toEqual(["image/svg+xml"]);
  });
});

describe("journey", () => {
  test("pages 30 minutes apart are two visits; the last page of each has no end", () => {
    const found = visits([page(0), page(2), page(40), page(41)]);
    expect(found.map(({ steps }) => steps.map(({ page, seconds }) => [page.title, seconds]))).toEqual([
      [["p41", null], ["p40", 60]],
      [["p2", null], ["p0", 120]],
    ]);
  });

  test("nothing known is no visit", () => expect(visits([])).toEqual([]));

  test.each([
    [0, "seconds", 0],
    [59, "seconds", 59],
    [90, "minutes", 2],
    [5400, "hours", 2],
  ])("%i s", (seconds, unit, count) => expect(spent(seconds)).toEqual({ unit, count }));
});

test.each([
  ["#m12", 12],
  ["#m", 0],
  ["#m12x", 0],
  ["", 0],
  ["#x3", 0],
])("a message's address: %s", (hash, seq) => expect(seqOfHash(hash)).toBe(seq));
