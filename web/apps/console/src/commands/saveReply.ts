// Keep a quick response, or throw it away.
import type { QuickResponseRequest, QuickResponseView } from "@tertulia/protocol";
import * as api from "../api/schedules";
import { setReplies } from "../live/replies";
import { sayWhy } from "../ui/sayWhy";
import { toast } from "../ui/toasts";

/** id: '' makes a new one. Throws what the server says. */
export async function saveReply(id: string, body: QuickResponseRequest): Promise<QuickResponseView> {
  const saved = id ? await api.changeReply(id, body) : await api.addReply(body);
  setReplies((held) => [...held.filter((one) => one.id !== saved.id), saved]);
  return saved;
}

/** True if it is gone. */
export async function removeReply({ id }: QuickResponseView): Promise<boolean> {
  try {
    await api.removeReply(id);
    setReplies((held) => held.filter((one) => one.id !== id));
    return true;
  } catch (error) {
    toast({ tone: "bad", text: sayWhy(error) });
    return false;
  }
}
