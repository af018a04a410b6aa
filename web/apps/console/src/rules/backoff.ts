const FIRST = 500;
const LONGEST = 30_000;

/** Milliseconds to wait before the n-th attempt (from 0) to reconnect: doubling, with jitter so
 * that a thousand consoles do not come back in the same second. chance: 0..1 */
export function reconnectDelay(attempt: number, chance: number): number {
  const whole = Math.min(LONGEST, FIRST * 2 ** attempt);
  return Math.round(whole / 2 + (whole / 2) * chance);
}
