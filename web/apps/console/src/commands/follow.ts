// Follow a conversation that is somebody else's: shown at once, put back if the server refuses.
import * as api from "../api/desk";
import { putRows } from "../live/state";
import { live, update } from "../live/store";
import { sayWhy } from "../ui/sayWhy";
import { toast } from "../ui/toasts";
import { setRows } from "./changeConversation";

export async function follow(id: string, me: string, following: boolean): Promise<void> {
  show(id, me, following);
  try {
    const row = await api.follow(id, following);
    update((state) => putRows(state, [row], Date.now()));
  } catch (error) {
    show(id, me, !following);
    toast({ tone: "bad", text: sayWhy(error) });
  }
}

function show(id: string, me: string, following: boolean): void {
  const row = live().rows[id];
  if (!row) return;
  const others = (row.followers ?? []).filter((agent) => agent !== me);
  setRows([{ ...row, followers: following ? [...others, me] : others }]);
}
