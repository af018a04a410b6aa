// Conversations that a colleague hands to this agent, who may still decline.
import type { ConversationView } from "@tertulia/protocol";

export function standsFor(row: ConversationView, me: string, now: number): boolean {
  return row.offered_to === me && secondsLeft(row, now) > 0;
}

/** Whole seconds, rounded up. */
export function secondsLeft(row: ConversationView, now: number): number {
  if (!row.offered_until) return 0;
  return Math.max(0, Math.ceil((Date.parse(row.offered_until) - now) / 1000));
}

/** Those that end first come first. */
export function offersTo(rows: Iterable<ConversationView>, me: string, now: number): ConversationView[] {
  return [...rows]
    .filter((row) => standsFor(row, me, now))
    .sort((a, b) => ((a.offered_until ?? "") < (b.offered_until ?? "") ? -1 : 1));
}
