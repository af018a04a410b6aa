// The provider refused a stored message: ask for another try.
import * as api from "../api/endpoints";
import { putMessages } from "../live/state";
import { update } from "../live/store";
import { toast } from "../ui/toasts";
import { sayWhy } from "../ui/sayWhy";

export async function retryDelivery(conversationId: string, seq: number): Promise<void> {
  try {
    const message = await api.retryMessage(conversationId, seq);
    update((state) => putMessages(state, conversationId, [message]));
  } catch (error) {
    toast({ tone: "bad", text: sayWhy(error) });
  }
}
