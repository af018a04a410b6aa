/** Milliseconds before try number `tries` (0 first): doubling from 1 s to 60 s, each half certain
 * and half chance, so that a thousand browsers do not come back in the same second. */
export function delay(tries: number, chance: () => number, first = 1000, most = 60_000): number {
  const full = Math.min(most, first * 2 ** tries);
  return full / 2 + (full / 2) * chance();
}
