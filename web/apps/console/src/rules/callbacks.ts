// What this screen knows of callbacks: by id, the newest version of each. Pure.
import type { CallbackView } from "@tertulia/protocol";

/** pushedAt: when the socket told of it, milliseconds; 0 if it was fetched. */
export interface Known {
  view: CallbackView;
  pushedAt: number;
}

export type Calls = Readonly<Record<string, Known>>;

const LONGEST = 125_000;
const FALLBACK = 30_000;

/** The same one again, or an older one, changes nothing. */
export function putCall(calls: Calls, view: CallbackView, pushedAt: number): Calls {
  const held = calls[view.id];
  if (held && held.view.version >= view.version) return calls;
  return { ...calls, [view.id]: { view, pushedAt } };
}

/** A fetched list of all that is open: what it does not hold is not open any more. */
export function putOpen(calls: Calls, views: readonly CallbackView[], whole: boolean): Calls {
  const there = new Set(views.map((view) => view.id));
  const kept = Object.entries(calls).filter(
    ([id, known]) => !whole || there.has(id) || known.view.status === "done",
  );
  return views.reduce((all, view) => putCall(all, view, 0), Object.fromEntries(kept) as Calls);
}

/** Until when it rings here. This machine's clock may be wrong: then what was just pushed rings
 * for a while all the same. */
export function ringsUntil({ view, pushedAt }: Known): number {
  if (view.status !== "ringing" || !view.ring_until) return 0;
  const until = Date.parse(view.ring_until);
  const left = until - pushedAt;
  return pushedAt && (left <= 0 || left > LONGEST) ? pushedAt + FALLBACK : until;
}

export const ringing = (calls: Calls, now: number): CallbackView[] =>
  newest(Object.values(calls).filter((known) => ringsUntil(known) > now));

/** Those that this agent has accepted and not told the outcome of. */
export const mine = (calls: Calls, me: string): CallbackView[] =>
  newest(Object.values(calls).filter(({ view }) => view.status === "accepted" && view.accepted_by === me));

/** How many wait for somebody. */
export const toDo = (calls: Calls): number =>
  Object.values(calls).filter(({ view }) => ["waiting", "ringing", "missed"].includes(view.status)).length;

const newest = (known: Known[]): CallbackView[] =>
  known.map(({ view }) => view).sort((a, b) => (a.requested_at < b.requested_at ? 1 : -1));

/** What a list shows of one whose time is over, though nobody has said so yet. */
export const shownStatus = (view: CallbackView, now: number): CallbackView["status"] =>
  view.status === "ringing" && view.ring_until && Date.parse(view.ring_until) <= now ? "missed" : view.status;
