import type { CallbackView, LiveVisitor } from "@tertulia/protocol";
import { describe, expect, test } from "vitest";
import { changeOf, condition, conversion, draftOf, EMPTY, FIELDS, OPS } from "../src/features/invitations/draft";
import { mine, putCall, putOpen, ringing, ringsUntil, shownStatus, toDo, type Calls } from "../src/rules/callbacks";
import { choices, DIRECT, EVERYBODY, shownVisitors, sourceOf, stay, type VisitorFilter } from "../src/rules/visitors";

const NOON = Date.parse("2030-05-01T12:00:00.000Z");
const at = (seconds: number): string => new Date(NOON + seconds * 1000).toISOString();

const visitor = (id: string, more: Partial<LiveVisitor> = {}): LiveVisitor => ({
  contact_id: id,
  channel_id: "shop",
  page_at: at(0),
  since: at(0),
  seen_at: at(0),
  url: `https://shop.example/${id}`,
  title: id,
  visits_count: 1,
  country: "BR",
  ...more,
});

describe("live visitors", () => {
  const all = [
    visitor("beans", { title: "Café", utm: { source: "news" }, visits_count: 3 }),
    visitor("cups", { referrer: "https://www.search.example/?q=x", country: "PT" }),
    visitor("blog", { channel_id: "blog", referrer: "not an address" }),
  ];
  const found = (filter: Partial<VisitorFilter>) =>
    shownVisitors(all, { ...EVERYBODY, ...filter }).map((one) => one.contact_id);

  test.each<[Partial<VisitorFilter>, string[]]>([
    [{}, ["beans", "cups", "blog"]],
    [{ page: "CAFE" }, ["beans"]],
    [{ page: "/cups" }, ["cups"]],
    [{ site: "blog" }, ["blog"]],
    [{ source: "news" }, ["beans"]],
    [{ source: "search.example" }, ["cups"]],
    [{ source: DIRECT }, ["blog"]],
    [{ country: "PT" }, ["cups"]],
    [{ kind: "returning" }, ["beans"]],
    [{ kind: "new" }, ["cups", "blog"]],
    [{ kind: "new", country: "BR" }, ["blog"]],
  ])("%o shows %o", (filter, ids) => expect(found(filter)).toEqual(ids));

  test("come from where they say, or directly", () => {
    expect(all.map(sourceOf)).toEqual(["news", "search.example", ""]);
    expect(choices(all, (one) => one.country ?? "")).toEqual(["BR", "PT"]);
  });

  test.each([
    [0, "0s"],
    [59, "59s"],
    [60, "1m"],
    [3_599, "59m"],
    [7_500, "2h 05m"],
    [-5, "0s"],
  ])("after %i seconds have been there for %s", (seconds, words) =>
    expect(stay(at(0), NOON + seconds * 1000)).toBe(words),
  );
});

const call = (id: string, more: Partial<CallbackView> = {}): CallbackView => ({
  id,
  channel_id: "shop",
  contact_id: "ana",
  phone: "+551187654321",
  status: "ringing",
  requested_at: at(0),
  ring_until: at(30),
  version: 1,
  ...more,
});

describe("callbacks", () => {
  const none: Calls = {};
  const one = putCall(none, call("k"), NOON);

  test("an older or repeated event changes nothing", () => {
    const done = putCall(one, call("k", { status: "done", version: 3 }), NOON);
    expect(putCall(done, call("k", { status: "accepted", version: 2 }), NOON)).toBe(done);
    expect(putCall(one, call("k"), NOON + 9)).toBe(one);
  });

  test("ring until their time, and not when somebody has them", () => {
    expect(ringing(one, NOON + 29_999)).toHaveLength(1);
    expect(ringing(one, NOON + 30_000)).toHaveLength(0);
    const taken = putCall(one, call("k", { status: "accepted", accepted_by: "rui", version: 2 }), NOON);
    expect(ringing(taken, NOON)).toHaveLength(0);
    expect(mine(taken, "rui")).toHaveLength(1);
    expect(mine(taken, "ana")).toHaveLength(0);
  });

  test.each([-3_600_000, 3_600_000])("ring though this clock is wrong by %i ms", (wrong) => {
    const pushed = putCall(none, call("k"), NOON + wrong);
    expect(ringsUntil(pushed.k!)).toBe(NOON + wrong + 30_000);
    const fetched = putCall(none, call("k"), 0);
    expect(ringsUntil(fetched.k!)).toBe(NOON + 30_000);
  });

  test("what a whole fetched list does not hold is not open any more", () => {
    const two = putCall(one, call("gone"), NOON);
    expect(Object.keys(putOpen(two, [call("k")], true))).toEqual(["k"]);
    expect(Object.keys(putOpen(two, [call("k")], false)).sort()).toEqual(["gone", "k"]);
  });

  test("to do are those that nobody has", () => {
    const statuses = ["waiting", "ringing", "missed", "accepted", "scheduled", "done"] as const;
    const all = statuses.reduce((calls, status) => putCall(calls, call(status, { status }), NOON), none);
    expect(toDo(all)).toBe(3);
  });

  test("one whose time is over is shown as missed before the server says so", () => {
    expect(shownStatus(call("k"), NOON + 29_000)).toBe("ringing");
    expect(shownStatus(call("k"), NOON + 31_000)).toBe("missed");
    expect(shownStatus(call("k", { status: "done" }), NOON + 31_000)).toBe("done");
  });
});

describe("an invitation's form", () => {
  test("offers a comparison for every field, and a value where one must be chosen", () => {
    for (const field of FIELDS) expect(OPS[field]).toContain(condition(field).op);
    expect(condition("visitor").value).toBe("new");
  });

  test("gives back what is stored", () => {
    const { counts: _counts, id: _id, enabled: _on, position: _at, ...stored } = {
      ...EMPTY,
      id: "i",
      name: "Reader",
      texts: ["A", "B"],
      enabled: true,
      position: 3,
      counts: {},
    };
    expect(changeOf(draftOf({ ...stored, id: "i" }))).toEqual(stored);
  });

  test("tells the share of answers only where something was shown", () => {
    expect(conversion({ shown: 4, answered: 1 })).toBe(0.25);
    expect(conversion({ shown: 0, answered: 0 })).toBeNull();
    expect(conversion(undefined)).toBeNull();
  });
});
