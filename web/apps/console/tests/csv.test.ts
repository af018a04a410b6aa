import { expect, test } from "vitest";
import { everyPage } from "../src/api/everyPage";
import { csv } from "../src/rules/csv";

test("text that a spreadsheet would take for a formula stays text, and numbers stay numbers", () => {
  expect(csv([["=1+1", "-name", -5, 2.5, "plain"]])).toBe("'=1+1,'-name,-5,2.5,plain");
  expect(csv([['a "b"', "c,d", "e;f", "g\nh"], [""]])).toBe('"a ""b""","c,d","e;f","g\nh"\r\n');
});

test("pages are gathered until there is no further one, or as many as a file takes", async () => {
  const pages: Record<string, [number[], string | undefined]> = { "": [[1, 2], "b"], b: [[3], "c"], c: [[4], undefined] };
  const read = (cursor: string) => Promise.resolve(pages[cursor]!);
  expect(await everyPage(9, read)).toEqual({ rows: [1, 2, 3, 4], more: false });
  expect(await everyPage(3, read)).toEqual({ rows: [1, 2, 3, 4], more: false });
  expect(await everyPage(2, read)).toEqual({ rows: [1, 2, 3], more: true });
});
