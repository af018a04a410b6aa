// Assign, resolve, snooze, tag, …: shown at once, put back if the server refuses.
import type { ConversationChange, ConversationView } from "@tertulia/protocol";
import * as api from "../api/endpoints";
import { putRows } from "../live/state";
import { live, update } from "../live/store";
import { applied, putBack } from "../rules/changes";
import { sayWhy } from "../ui/sayWhy";
import { toast } from "../ui/toasts";

/** True if the server took it. */
export async function changeConversation(id: string, change: ConversationChange): Promise<boolean> {
  const before = live().rows[id];
  if (before) setRows([applied(before, change)]);
  try {
    const row = await api.changeConversation(id, change);
    update((state) => putRows(state, [row], Date.now()));
    return true;
  } catch (error) {
    if (before) restore([before], change);
    toast({ tone: "bad", text: sayWhy(error) });
    return false;
  }
}

export function restore(before: readonly ConversationView[], change: ConversationChange): void {
  const { rows } = live();
  setRows(before.flatMap((row) => (rows[row.id] ? [putBack(rows[row.id]!, row, change)] : [])));
}

export function setRows(rows: readonly ConversationView[]): void {
  const now = Date.now();
  update((state) => ({
    ...state,
    rows: { ...state.rows, ...Object.fromEntries(rows.map((row) => [row.id, row])) },
    touched: { ...state.touched, ...Object.fromEntries(rows.map((row) => [row.id, now])) },
  }));
}
