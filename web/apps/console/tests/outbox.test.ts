import type { Pending } from "@tertulia/protocol";
import { beforeEach, expect, test, vi } from "vitest";
import { forget, isStale, keep, kept } from "../src/commands/outbox";
import { asFound, forgetSaid, keepSaid, keptSaid } from "../src/commands/teamOutbox";
import type { TeamPending } from "../src/live/team";

const held = new Map<string, string>();

beforeEach(() => {
  held.clear();
  const storage = new Proxy(
    {
      getItem: (key: string) => held.get(key) ?? null,
      setItem: (key: string, value: string) => void held.set(key, value),
      removeItem: (key: string) => void held.delete(key),
    },
    { ownKeys: () => [...held.keys()], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }) },
  );
  vi.stubGlobal("localStorage", storage);
});

const pending = (client_id: string, at: string, author = "ana"): Pending =>
  ({
    client_id,
    state: "sending",
    reason: "",
    message: { conversation_id: "c1", seq: 0, author: { kind: "agent", id: author }, content: { kind: "text", text: client_id }, visibility: "public", at, client_id },
  }) as Pending;

test("what was not sent is kept in the order of writing, for its author alone", () => {
  keep("c1", pending("second", "2026-01-01T10:00:01Z"));
  keep("c2", pending("first", "2026-01-01T10:00:00Z"));
  keep("c1", pending("another's", "2026-01-01T09:00:00Z", "rui"));
  expect(kept("ana").map((entry) => [entry.conversation, entry.pending.client_id])).toEqual([
    ["c2", "first"],
    ["c1", "second"],
  ]);
});

test("what is stored is forgotten, and what cannot be read is left out", () => {
  const one = pending("one", "2026-01-01T10:00:00Z");
  keep("c1", one);
  keep("c1", { ...one, state: "failed", reason: "no" });
  expect(kept("ana")).toHaveLength(1);
  forget(one);
  held.set("tertulia.outbox.ana.1.x", "{");
  held.set("tertulia.outbox.ana.2.y", "{}");
  expect(kept("ana")).toEqual([]);
});

test("what was written long ago does not go by itself", () => {
  const entry = { conversation: "c1", pending: pending("one", "2026-01-01T10:00:00Z") };
  expect(isStale(entry, Date.parse("2026-01-01T20:00:00Z"))).toBe(false);
  expect(isStale(entry, Date.parse("2026-01-02T10:00:00Z"))).toBe(true);
});

const said = (client_id: string, at: string, state: TeamPending["state"] = "sending"): TeamPending => ({
  body: { client_id, text: client_id },
  at,
  state,
  reason: "",
});

test("what was said in a room is kept as well, apart from what contacts are to get", () => {
  const one = said("one", "2026-01-01T10:00:00Z");
  keepSaid("ana", "r", one);
  keepSaid("rui", "r", said("another's", "2026-01-01T10:00:00Z"));
  expect(keptSaid("ana")).toEqual([{ room: "r", entry: one }]);
  expect(kept("ana")).toEqual([]);
  forgetSaid("ana", one);
  expect(keptSaid("ana")).toEqual([]);
});

test("after a reload it goes by itself, unless it was refused or is old", () => {
  const at = "2026-01-01T10:00:00Z";
  const soon = Date.parse("2026-01-01T10:05:00Z");
  expect(asFound(said("one", at), soon, "late").state).toBe("waiting");
  expect(asFound({ ...said("one", at, "failed"), reason: "no" }, soon, "late")).toMatchObject({ state: "failed", reason: "no" });
  expect(asFound(said("one", at), Date.parse("2026-01-02T10:00:00Z"), "late")).toMatchObject({ state: "failed", reason: "late" });
});
