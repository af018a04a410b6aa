import * as api from "../api/endpoints";
import type { Presence } from "../live/state";
import { live, update } from "../live/store";
import { sayWhy } from "../ui/sayWhy";
import { toast } from "../ui/toasts";

export async function setPresence(me: string, presence: Presence): Promise<void> {
  const before = live().presence[me];
  const show = (shown: Presence) =>
    update((state) => ({ ...state, presence: { ...state.presence, [me]: shown } }));
  show(presence);
  try {
    await api.changeMe({ presence });
  } catch (error) {
    if (before) show(before);
    toast({ tone: "bad", text: sayWhy(error) });
  }
}
