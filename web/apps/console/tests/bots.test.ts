import { describe, expect, test } from "vitest";
import { isHandOff, learnedOf, WITH_BOT } from "../src/rules/bots";
import { applied } from "../src/rules/changes";
import { belongs, filterOf, isFiltered, isView } from "../src/rules/lists";
import { timeline } from "../src/rules/timeline";
import { message, row } from "./make";

const eye = { me: "ana", tags: new Set<string>(), now: 0 };
const key = { view: WITH_BOT, status: "any", filter: filterOf(WITH_BOT)! } as const;

describe("the list of what bots have", () => {
  test("is a list with an address", () => {
    expect(isView(WITH_BOT) && isFiltered(WITH_BOT)).toBe(true);
  });
  test("holds what a bot has, and nothing that waits for a person", () => {
    expect(belongs(row("a", { status: "pending", bot_id: "welcome" }), key, eye)).toBe(true);
    expect(belongs(row("b", { status: "pending", bot_id: "" }), key, eye)).toBe(false);
    expect(belongs(row("c", { status: "open", bot_id: "" }), key, eye)).toBe(false);
  });
});

describe("taking over", () => {
  const held = row("a", { status: "pending", bot_id: "welcome" });
  test("shows at once that the bot has left", () => {
    expect(applied(held, { assignee_id: "ana" })).toMatchObject({ bot_id: "", status: "open", assignee_id: "ana" });
  });
  test("a tag sends no bot away", () => {
    expect(applied(held, { add_tags: ["vip"] })).toMatchObject({ bot_id: "welcome", status: "pending" });
  });
  test("what is resolved stays resolved", () => {
    expect(applied(held, { status: "resolved" })).toMatchObject({ bot_id: "", status: "resolved" });
  });
});

describe("what a bot learned", () => {
  const told = (learned: string) => learnedOf({ kind: "event", event: "bot.handed_off", data: { learned } });
  test("stands in the order of asking", () => {
    expect(told('{"name":"Ana","order":42,"empty":"","items":["a"]}')).toEqual([
      { name: "name", value: "Ana" },
      { name: "order", value: "42" },
      { name: "items", value: '["a"]' },
    ]);
  });
  test.each(["", "{", "[1]", "null", '"x"'])("%s is nothing", (text) => expect(told(text)).toEqual([]));
  test("is a card of its own among the folded lines", () => {
    const line = (seq: number, event: string) => message(seq, { visibility: "event", content: { kind: "event", event, data: {} } });
    const items = timeline([line(1, "conversation.assigned"), line(2, "bot.handed_off"), line(3, "conversation.assigned")], [], null);
    expect(items.map(({ kind }) => kind)).toEqual(["day", "events", "handOff", "events"]);
    expect(isHandOff(line(4, "bot.handed_off"))).toBe(true);
  });
});
