import { beforeEach, describe, expect, it, vi } from "vitest";
import { createKeeper } from "../src/storage/whole";
import { LIVES } from "../src/storage/keys";
import { storedKeys } from "../src/storage/purposes";
import { abGroup, countPage, utmTags } from "../src/visits/visit";

const MINUTE = 60_000;
let now = 1_000_000;
const clock = () => now;

beforeEach(() => {
  localStorage.clear();
  now = 1_000_000;
});

describe("the keeper", () => {
  it("writes nothing before it is allowed, then all that it was given", () => {
    const keeper = createKeeper("ch", clock);
    keeper.set("token", "t");
    keeper.set("outbox", { a: 1 }, "w1");
    expect(localStorage.length).toBe(0);
    expect(keeper.get("token")).toBe("t");
    expect(keeper.lasting()).toBe(false);
    keeper.allow(true);
    expect(createKeeper("ch", clock).get("token")).toBe("t");
    expect(keeper.lasting()).toBe(true);
  });

  it("erases all of its own when consent is withdrawn, and goes on in memory", () => {
    localStorage.setItem("theirs", "1");
    const keeper = createKeeper("ch", clock);
    keeper.allow(true);
    keeper.set("token", "t");
    keeper.allow(false);
    expect(Object.keys(localStorage)).toEqual(["theirs"]);
    expect(keeper.get("token")).toBe("t");
    keeper.set("draft", "d");
    expect(Object.keys(localStorage)).toEqual(["theirs"]);
    keeper.allow(true);
    expect(createKeeper("ch", clock).get("draft")).toBe("d");
  });

  it("keeps each channel apart", () => {
    const one = createKeeper("one", clock);
    one.allow(true);
    one.set("token", "t");
    expect(createKeeper("other", clock).get("token")).toBeNull();
  });

  it("lets every entry end when its life does", () => {
    const keeper = createKeeper("ch", clock);
    keeper.allow(true);
    keeper.set("draft", "d");
    now += LIVES.draft * MINUTE - 1;
    expect(keeper.get("draft")).toBe("d");
    now += 1;
    expect(keeper.get("draft")).toBeNull();
  });

  it("works in memory where the browser refuses", () => {
    vi.stubGlobal("localStorage", undefined);
    Object.defineProperty(globalThis, "localStorage", {
      configurable: true,
      get: () => {
        throw new Error("refused");
      },
    });
    const keeper = createKeeper("ch", clock);
    keeper.set("token", "t");
    keeper.allow(true);
    expect(keeper.get("token")).toBe("t");
    expect(keeper.lasting()).toBe(false);
    keeper.allow(false);
    expect(keeper.get("token")).toBe("t");
    vi.unstubAllGlobals();
  });

  it("does not stumble over what somebody else wrote under its name", () => {
    localStorage.setItem("tertulia.ch.token", "rubbish");
    expect(createKeeper("ch", clock).get("token")).toBeNull();
  });
});

describe("the table for the cookie policy", () => {
  it("tells purpose and life of every key", () => {
    const table = storedKeys();
    expect(table).toHaveLength(Object.keys(LIVES).length);
    for (const entry of table) {
      expect(entry.purpose.length).toBeGreaterThan(10);
      expect(entry.life).toMatch(/^\d+ (minute|hour|day)s?$/);
    }
  });
});

describe("visits", () => {
  it("begin after 30 minutes without a page", () => {
    const keeper = createKeeper("ch", clock);
    expect(countPage(keeper, now)).toBe(true);
    now += 29 * MINUTE;
    expect(countPage(keeper, now)).toBe(false);
    now += 29 * MINUTE;
    expect(countPage(keeper, now)).toBe(false);
    now += 30 * MINUTE;
    expect(countPage(keeper, now)).toBe(true);
  });

  it("keep a visitor in his group", () => {
    const keeper = createKeeper("ch", clock);
    expect(abGroup(keeper, () => 0.2)).toBe("A");
    expect(abGroup(keeper, () => 0.9)).toBe("A");
    expect(abGroup(createKeeper("other", clock), () => 0.9)).toBe("B");
  });

  it("read the utm tags", () => {
    expect(utmTags("?utm_source=news&utm_medium=mail&x=1&utm_=z")).toEqual({ source: "news", medium: "mail" });
  });
});
