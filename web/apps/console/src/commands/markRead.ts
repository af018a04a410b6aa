import * as api from "../api/endpoints";
import { live, update } from "../live/store";

/** The newest message of the contact is on this agent's screen. */
export async function markRead(id: string, me: string): Promise<void> {
  const row = live().rows[id];
  if (!row || (row.reads?.[me] ?? 0) >= row.inbound) return;
  const { inbound } = row;
  update((state) => ({
    ...state,
    rows: { ...state.rows, [id]: { ...row, reads: { ...row.reads, [me]: inbound } } },
  }));
  // A mark that did not reach the server is repeated when the conversation is next looked at.
  await api.markRead(id, inbound).catch(() => undefined);
}
