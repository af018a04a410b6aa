import { describe, expect, it } from "vitest";
import { rowsOf } from "../src/state/select";
import { conversation, message, state } from "./make";

const at = (minute: number, second = 0) => new Date(Date.UTC(2026, 0, 5, 10, minute, second)).toISOString();

describe("the rows of the thread", () => {
  it("group one author's messages of the same minute under one time", () => {
    const messages = [message(1, { at: at(0) }), message(2, { at: at(0, 30) }), message(3, { at: at(1) })];
    expect(rowsOf(state({ messages })).map((row) => row.last)).toEqual([false, true, true]);
    expect(rowsOf(state({ messages })).map((row) => row.first)).toEqual([true, false, false]);
  });

  it("end a group where the author changes", () => {
    const messages = [message(1, { at: at(0) }), message(2, { at: at(0), author: { kind: "contact" } })];
    expect(rowsOf(state({ messages })).map((row) => [row.first, row.last])).toEqual([
      [true, true],
      [true, true],
    ]);
  });

  it("start a day where the date changes", () => {
    const messages = [message(1, { at: "2026-01-05T12:00:00Z" }), message(2, { at: "2026-01-07T12:00:00Z" })];
    expect(rowsOf(state({ messages })).map((row) => row.day)).toEqual([true, true]);
  });

  it("mark the visitor's messages as sent, read, waiting or failed", () => {
    const own = { author: { kind: "contact" as const } };
    const outbox = [
      { created_ts: 1, text: "a", chat_id: "", msg_id: "w1" },
      { created_ts: 2, text: "b", chat_id: "", msg_id: "w2", error: "Too long" },
    ];
    const rows = rowsOf(
      state({ messages: [message(1, own), message(2, own)], conversation: conversation({ agent_read: 1 }), outbox }),
    );
    expect(rows.map((row) => row.mark)).toEqual(["read", "sent", "waiting", "failed"]);
  });

  it("show a message once that is stored and of which the answer is still on the way", () => {
    const stored = message(1, { author: { kind: "contact" }, client_id: "w1" });
    const outbox = [{ created_ts: 1, text: "a", chat_id: "", msg_id: "w1" }];
    expect(rowsOf(state({ messages: [stored], outbox })).map((row) => row.mark)).toEqual(["sent"]);
  });
});
