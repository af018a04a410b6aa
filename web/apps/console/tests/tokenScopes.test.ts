import { describe, expect, it } from "vitest";
import { endOf, reading, resources, summary, toggled } from "../src/features/tokens/scopes";

const ALL = ["account:read", "erasure:write", "tags:read", "tags:write"];

describe("what a token may do", () => {
  it("is a table with a row a resource", () => {
    expect(resources(ALL)).toEqual([
      { name: "account", reads: true, writes: false },
      { name: "erasure", reads: false, writes: true },
      { name: "tags", reads: true, writes: true },
    ]);
  });

  it("is told in a sentence", () => {
    expect(summary(ALL, [...ALL].reverse())).toBe("everything");
    expect(summary(ALL, reading(ALL))).toBe("readsAll");
    expect(summary(ALL, ["tags:read"])).toBe("some");
    expect(summary(ALL, [])).toBe("some");
  });

  it("is chosen one by one, in the order of all", () => {
    expect(toggled(ALL, ["tags:write"], "account:read")).toEqual(["account:read", "tags:write"]);
    expect(toggled(ALL, ["account:read", "tags:write"], "account:read")).toEqual(["tags:write"]);
  });
});

describe("when a token ends", () => {
  it("is counted from now, or never", () => {
    const now = Date.parse("2026-11-22T12:00:00Z");
    expect(endOf("d30", now)).toBe("2026-12-22T12:00:00.000Z");
    expect(endOf("never", now)).toBeNull();
  });
});
