import { readFileSync } from "node:fs";
import i18n from "i18next";
import { beforeAll, describe, expect, it } from "vitest";

interface Case {
  kind: string;
  data: Record<string, unknown>;
  ports: string[];
}

// The server's table (tests/unit/flows/test_ports.py).
const cases = JSON.parse(
  readFileSync(
    new URL("../../../../tests/fixtures/flows/ports.json", import.meta.url),
    "utf8",
  ),
) as Case[];

let registry: typeof import("../src/features/flows/nodes/registry");
beforeAll(async () => {
  await i18n.init(); // the forms add their words to it as they load
  registry = await import("../src/features/flows/nodes/registry");
}, 30_000);

describe("the ways out of a node", () => {
  it.each(
    cases.map((each) => [each.kind, JSON.stringify(each.data), each] as const),
  )("are the server's: %s %s", (_, __, { kind, data, ports }) => {
    expect(
      registry
        .kindOf(kind)
        ?.ports(data)
        .map(({ id }) => id),
    ).toEqual(ports);
  });

  it("are told for every kind", () => {
    expect(new Set(cases.map(({ kind }) => kind))).toEqual(
      new Set(registry.KINDS.map(({ kind }) => kind)),
    );
  });
});
