import { expect, it } from "vitest";
import type { Bootstrap, ConversationView } from "@tertulia/protocol";
import { doneSteps, leadsThere, news, nextStep, putAway } from "../src/rules/firstSteps";

const me = { id: "a", name: "Ana", email: "a@x.example", role: "owner" as const };
const account = { id: "acc", name: "Acme", started: [] as string[] };
const empty = { account, me, agents: [me], queues: [], channels: [] } as unknown as Bootstrap;
const site = { id: "s", kind: "website", name: "Shop", health: "ok", installed: false } as const;
const row = (last: object) => ({ id: "c", last: { author_kind: "contact", visibility: "public", ...last } }) as ConversationView;

it("a new account has nothing done, and is led to the first step", () => {
  expect([...doneSteps(empty, [])]).toEqual([]);
  expect(nextStep(doneSteps(empty, []))).toBe("site");
  expect(leadsThere(empty)).toBe(true);
});

it("what the account shows is done by itself", () => {
  const bot = { ...site, id: "t", kind: "telegram", health: "unverified" };
  const grown = { ...empty, agents: [me, { ...me, id: "b" }], channels: [{ ...site, installed: true }, bot] } as Bootstrap;
  expect([...doneSteps(grown, [row({})])]).toEqual(["site", "installed", "colleague", "message"]);
  expect(doneSteps(grown, [row({ author_kind: "agent" })]).has("answer")).toBe(true);
  expect(doneSteps(grown, [row({ author_kind: "agent", visibility: "note" })]).has("answer")).toBe(false);
  const connected = { ...grown, channels: [...grown.channels, { ...bot, health: "ok" }] } as Bootstrap;
  expect(doneSteps(connected, []).has("provider")).toBe(true);
  expect(leadsThere(grown)).toBe(false);
});

it("a colleague who was sent away is none", () => {
  const alone = { ...empty, agents: [me, { ...me, id: "b", active: false }] } as Bootstrap;
  expect(doneSteps(alone, []).has("colleague")).toBe(false);
});

it("what was done once stays done, and only news are kept", () => {
  const kept = { ...empty, account: { ...account, started: ["message", "answer", "hidden"] } } as Bootstrap;
  expect([...doneSteps(kept, [])]).toEqual(["message", "answer"]);
  expect(news(kept, [row({ author_kind: "agent" })])).toEqual([]);
  expect(news({ ...kept, channels: [site] } as Bootstrap, [])).toEqual(["site"]);
  expect(putAway(kept)).toBe(true);
  expect(leadsThere(kept)).toBe(false);
});
