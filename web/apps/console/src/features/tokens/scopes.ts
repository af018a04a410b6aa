// What a token may do: scopes are `{resource}:read` and `{resource}:write`.

export type Preset = "read" | "all" | "own";

export interface Resource {
  name: string;
  reads: boolean;
  writes: boolean;
}

/** The table's rows, from all scopes that there are. */
export function resources(scopes: readonly string[]): Resource[] {
  const names = [...new Set(scopes.map((scope) => scope.split(":")[0] ?? ""))];
  return names.map((name) => ({
    name,
    reads: scopes.includes(`${name}:read`),
    writes: scopes.includes(`${name}:write`),
  }));
}

export const reading = (scopes: readonly string[]): string[] => scopes.filter((scope) => scope.endsWith(":read"));

/** Turned on or off, in the order of `all`. */
export const toggled = (all: readonly string[], chosen: readonly string[], scope: string): string[] =>
  all.filter((each) => (each === scope ? !chosen.includes(scope) : chosen.includes(each)));

export const same = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((scope) => other.includes(scope));

/** Which of the sentences says what a token may do. */
export function summary(all: readonly string[], chosen: readonly string[]): "everything" | "readsAll" | "some" {
  if (same(all, chosen)) return "everything";
  return same(reading(all), chosen) ? "readsAll" : "some";
}

export const SPANS = { d30: 30, d90: 90, d365: 365, never: 0 } as const;
export type Span = keyof typeof SPANS;

/** When it ends; null = never. */
export const endOf = (span: Span, now: number): string | null =>
  SPANS[span] ? new Date(now + SPANS[span] * 86_400_000).toISOString() : null;
