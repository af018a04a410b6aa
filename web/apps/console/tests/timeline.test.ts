import type { MessageView } from "@tertulia/protocol";
import { describe, expect, test } from "vitest";
import { timeline, type Item } from "../src/rules/timeline";
import { message } from "./make";

const kinds = (items: Item[]) => items.map(({ kind }) => kind);
const at = (day: number, minute = 0) => new Date(2026, 0, day, 10, minute).toISOString();
const ours: Partial<MessageView> = { author: { kind: "agent", id: "me" } };

describe("the timeline", () => {
  test("each day begins with its date", () => {
    const items = timeline([message(1, { at: at(1) }), message(2, { at: at(1, 1) }), message(3, { at: at(2) })], [], null);
    expect(kinds(items)).toEqual(["day", "message", "message", "day", "message"]);
  });

  test("the line stands above the first new message of the contact, once", () => {
    const messages = [
      message(1, { at: at(1), inbound: 1 }),
      message(2, { ...ours, at: at(1, 1), inbound: 1 }),
      message(3, { at: at(1, 2), inbound: 2 }),
      message(4, { at: at(1, 3), inbound: 3 }),
    ];
    expect(kinds(timeline(messages, [], 1))).toEqual(["day", "message", "message", "new", "message", "message"]);
    expect(kinds(timeline(messages, [], null))).not.toContain("new");
    expect(kinds(timeline(messages, [], 3))).not.toContain("new");
  });

  test("events beside each other are one block", () => {
    const event: Partial<MessageView> = { visibility: "event", at: at(1) };
    const items = timeline([message(1, event), message(2, event), message(3, { at: at(1) }), message(4, event)], [], null);
    expect(kinds(items)).toEqual(["day", "events", "message", "events"]);
    expect(items[1]).toMatchObject({ events: [{ seq: 1 }, { seq: 2 }] });
  });

  test("a run is by one author, of one kind, within five minutes", () => {
    const items = timeline(
      [
        message(1, { at: at(1, 0) }),
        message(2, { at: at(1, 2) }),
        message(3, { at: at(1, 9) }),
        message(4, { ...ours, at: at(1, 10) }),
        message(5, { ...ours, at: at(1, 10), visibility: "note" }),
      ],
      [],
      null,
    );
    const marks = items.flatMap((item) => (item.kind === "message" ? [`${item.first ? "[" : ""}${item.last ? "]" : ""}`] : []));
    expect(marks).toEqual(["[", "]", "[]", "[]", "[]"]);
  });

  test("a message keeps its key when it is stored, so that it does not blink", () => {
    const shown = message(0, { ...ours, client_id: "client-1", at: at(1) });
    const before = timeline([], [{ client_id: "client-1", message: shown, state: "sending", reason: "" }], null);
    const after = timeline([{ ...shown, seq: 1 }], [], null);
    expect(before.at(-1)!.key).toBe(after.at(-1)!.key);
  });
});
