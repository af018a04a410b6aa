import type { InvitationView } from "@tertulia/protocol";
import * as api from "../api/visits";
import { refetchInvitations, setInvitations } from "../features/invitations/useInvitations";
import { sayWhy } from "../ui/sayWhy";
import { toast } from "../ui/toasts";

/** Shown at once; taken back, with the reason, if it was refused. */
export async function turnInvitation(id: string, enabled: boolean): Promise<void> {
  put(id, { enabled });
  try {
    await api.changeInvitation(id, { enabled });
  } catch (error) {
    put(id, { enabled: !enabled });
    toast({ tone: "bad", text: sayWhy(error) });
  }
}

/** by: -1 is one up, 1 one down. */
export async function moveInvitation(list: readonly InvitationView[], index: number, by: -1 | 1): Promise<void> {
  const order = [...list];
  const [moved] = order.splice(index, 1);
  order.splice(index + by, 0, moved!);
  setInvitations(() => ({ invitations: order }));
  try {
    const misplaced = order.map((one, position) => ({ one, position })).filter((p) => p.one.position !== p.position);
    await Promise.all(misplaced.map(({ one, position }) => api.changeInvitation(one.id, { position })));
  } catch (error) {
    toast({ tone: "bad", text: sayWhy(error) });
  }
  await refetchInvitations();
}

const put = (id: string, change: Partial<InvitationView>): void =>
  setInvitations((held) => ({
    invitations: held.invitations.map((one) => (one.id === id ? { ...one, ...change } : one)),
  }));
