/** Which form stands for the chat, and what is wrong with what was filled in. */
import type { WidgetConfig, WidgetContact } from "@tertulia/protocol";
import { describe, expect, it } from "vitest";
import { check, refused } from "../src/parts/forms/check";
import { WORDS } from "../src/parts/forms/words";
import { formFor, lacking } from "../src/state/forms";
import type { State } from "../src/state/state";
import { conversation, session, state } from "./make";

const asked = (config: Partial<WidgetConfig>, more: Partial<State> = {}) =>
  state({ contact: session().contact, agentsOnline: true, ...more, config: { ...session().config, ...config } });
const email = { name: "email" as const, required: true };
const name = { name: "name" as const, required: false };
const sales = [{ id: "q1", name: "Sales" }];
const ana: WidgetContact = { id: "p1", name: "Ana", email: "ana@example.com" };

describe("the form in place of the chat", () => {
  it.each<[string, State, string]>([
    ["none, unless the site asks", asked({}), ""],
    ["none before the session is there", state(), ""],
    ["what is required and not known", asked({ prechat: "required", fields: [email] }), "prechat"],
    ["nothing that is known", asked({ prechat: "required", fields: [email, name] }, { contact: ana }), ""],
    ["what is not required does not hold up", asked({ prechat: "required", fields: [name] }), ""],
    ["what may be told", asked({ prechat: "optional", fields: [name] }), "prechat"],
    ["once", asked({ prechat: "optional", fields: [name] }, { formed: true }), ""],
    ["the department alone", asked({ departments: sales }), "prechat"],
    ["not in a conversation", asked({ departments: sales }, { conversation: conversation() }), ""],
    ["not while nobody is there, unless the site says so", asked({}, { agentsOnline: false }), ""],
    ["a message to leave", asked({ offline_form: true }, { agentsOnline: false }), "offline"],
    ["no message to leave while somebody is there", asked({ offline_form: true }), ""],
  ])("is %s", (_, given, form) => {
    expect(formFor(given)).toBe(form);
  });

  it("asks only for what is not known", () => {
    expect(lacking(asked({ fields: [email, name] }, { contact: { ...ana, email: "" } }))).toEqual([email]);
  });
});

describe("what was filled in", () => {
  it.each([
    [{ email: "" }, { email: "needed" }],
    [{ email: "  " }, { email: "needed" }],
    [{ email: "ana@example" }, { email: "badEmail" }],
    [{ email: "ana @example.com" }, { email: "badEmail" }],
    [{ email: "ana@example.com", phone: "12" }, { phone: "badPhone" }],
    [{ email: "ana@example.com", phone: "+55 (11) 98765-4321" }, {}],
  ])("%j is wrong so: %j", (values, wrong) => {
    expect(check(values, ["email"])).toEqual(wrong);
  });

  it("is refused by the server in our words", () => {
    expect(refused("phone", "+1 2")).toEqual(["phone", "badPhone"]);
    expect(refused("department_id", "q9")).toEqual(["department", "badDepartment"]);
    expect(refused("email", "")).toEqual(["email", "needed"]);
    expect(refused("client_id", "x")).toBeNull();
    expect(refused("", undefined)).toBeNull();
  });
});

it("has all words in three languages", () => {
  for (const [key, words] of Object.entries(WORDS)) {
    const [en, es, pt, ...more] = words.split("|");
    expect(en && es && pt, key).toBeTruthy();
    expect(more, key).toEqual([]);
    expect([es, pt].map((text) => text!.includes("{}")), key).toEqual([en!.includes("{}"), en!.includes("{}")]);
  }
});
