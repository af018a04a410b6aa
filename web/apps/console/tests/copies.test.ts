import type { MessageView } from "@tertulia/protocol";
import { expect, test } from "vitest";
import { addressesIn, copiesOf, everybody, sentWith, withCopies } from "../src/rules/copies";

test("what is typed or pasted becomes addresses, and what is none is said", () => {
  expect(addressesIn('Ana <ANA@example.com>, "bob@example.com"; x')).toEqual({
    good: ["ana@example.com", "bob@example.com"],
    bad: ["x"],
  });
  expect(addressesIn("a@b c@d.e ä@b.example a@b@c.example")).toEqual({ good: ["c@d.e"], bad: ["a@b", "ä@b.example", "a@b@c.example"] });
  expect(addressesIn(" ,; ")).toEqual({ good: [], bad: [] });
});

test("copies are shown with the content and sent beside it", () => {
  const content = withCopies({ kind: "text", text: "Hi" }, { cc: ["a@b.example", "c@d.example"], bcc: [] });
  expect(copiesOf(content)).toEqual({ cc: ["a@b.example", "c@d.example"], bcc: [] });
  expect(sentWith(content)).toEqual({ content: { kind: "text", text: "Hi", data: undefined }, cc: ["a@b.example", "c@d.example"], bcc: [] });
  const plain = { kind: "text" as const, text: "Hi" };
  expect(sentWith(withCopies(plain, { cc: [], bcc: [] }))).toEqual({ content: plain });
});

test("an answer to all goes to whom the newest letter that came in names", () => {
  const letter = (kind: "contact" | "agent", all: string) => ({ author: { kind }, content: { kind: "text", data: { all } } }) as unknown as MessageView;
  expect(everybody([letter("contact", "a@b.example"), letter("contact", "c@d.example, e@f.example"), letter("agent", "x@y.example")])).toEqual(["c@d.example", "e@f.example"]);
  expect(everybody([])).toEqual([]);
});
