// Assign, resolve, snooze, …: shown at once, put back if the server refuses.
import type { ConversationChange, ConversationView } from "@tertulia/protocol";
import * as api from "../api/endpoints";
import { putRows } from "../live/state";
import { live, update } from "../live/store";
import { sayWhy } from "../ui/sayWhy";
import { toast } from "../ui/toasts";

/** True if the server took it. */
export async function changeConversation(id: string, change: ConversationChange): Promise<boolean> {
  const before = live().rows[id];
  if (before) setRow({ ...before, ...shown(change) });
  try {
    const row = await api.changeConversation(id, change);
    update((state) => putRows(state, [row], Date.now()));
    return true;
  } catch (error) {
    if (before) putBack(before, change);
    toast({ tone: "bad", text: sayWhy(error) });
    return false;
  }
}

function shown(change: ConversationChange): Partial<ConversationView> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined && value !== null));
}

/** Only the changed fields go back: the row may have got newer messages meanwhile. */
function putBack(before: ConversationView, change: ConversationChange): void {
  const now = live().rows[before.id];
  if (!now) return;
  const names = Object.keys(shown(change)) as (keyof ConversationView)[];
  setRow({ ...now, ...Object.fromEntries(names.map((name) => [name, before[name]])) });
}

function setRow(row: ConversationView): void {
  update((state) => ({
    ...state,
    rows: { ...state.rows, [row.id]: row },
    touched: { ...state.touched, [row.id]: Date.now() },
  }));
}
