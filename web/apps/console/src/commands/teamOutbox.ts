// As `outbox`, of what is said in the team's rooms.
import type { TeamPending } from "../live/team";
import { entries, stale } from "./entries";

interface Kept {
  room: string;
  entry: TeamPending;
}

const outbox = entries<Kept>("team-outbox", ({ room, entry }) => !!room && !!entry?.body?.client_id);

export const keepSaid = (me: string, room: string, entry: TeamPending): void =>
  outbox.keep({ me, at: entry.at, id: entry.body.client_id }, { room, entry });

export const forgetSaid = (me: string, { at, body }: TeamPending): void => outbox.forget({ me, at, id: body.client_id });

export const keptSaid = outbox.kept;

/** What a reload finds: it goes by itself, unless it was refused or is old. */
export const asFound = (entry: TeamPending, now: number, reason: string): TeamPending =>
  entry.state === "failed" || stale(entry.at, now)
    ? { ...entry, state: "failed", reason: entry.reason || reason }
    : { ...entry, state: "waiting", reason: "" };
