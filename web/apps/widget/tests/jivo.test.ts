/** Shapes of JivoChat's widget API: https://www.jivochat.com/docs/widget/ */
import { expect, it } from "vitest";
import { contactInfo, customData, rulesOf, utmOf, visitorNumber } from "../src/jivo/shapes";

it("makes named texts of the fields of setCustomData, ten at most, links beside their words", () => {
  expect(
    customData([
      { content: "User balance: $56" },
      { content: "Open profile", link: "https://site.example/u/1" },
      { title: "Actions", content: "Add contact" },
      { key: "Plan", title: "ignored", content: "gold" },
    ]),
  ).toEqual({
    "Field 1": "User balance: $56",
    "Field 2": "Open profile https://site.example/u/1",
    Actions: "Add contact",
    Plan: "gold",
  });
  expect(Object.keys(customData(Array.from({ length: 30 }, () => ({ content: "x" }))))).toHaveLength(10);
});

it("tells what the visitor did not fill in as null", () => {
  const none = { client_name: null, email: null, phone: null, description: null };
  expect(contactInfo(null)).toEqual(none);
  expect(contactInfo({ id: "p1", name: "Ana", email: "" })).toEqual({ ...none, client_name: "Ana" });
});

it("numbers a visitor as the console does", () => {
  expect(visitorNumber("01m81at8eqavr6kvxh")).toBe(visitorNumber("01m81at8eqavr6kvxh"));
  expect(visitorNumber("a")).toBeGreaterThanOrEqual(1000);
  expect(visitorNumber("b")).not.toBe(visitorNumber("a"));
});

it("tells each utm tag, null where there is none", () => {
  expect(utmOf({ source: "news" })).toEqual({ source: "news", medium: null, campaign: null, term: null, content: null });
});

it("takes rules in our own form, and no other", () => {
  const rule = { id: "x", text: "Hello?", conditions: [{ field: "time_on_page" as const, op: "at_least" as const, value: "5" }] };
  expect(rulesOf([rule])).toEqual([{ ...rule, id: "" }]);
  expect(rulesOf({ invitations: [rule] })).toHaveLength(1);
  for (const wrong of [null, "x", {}, [{ condition: 1 }], [null], [rule, {}]]) expect(rulesOf(wrong)).toBeNull();
});
