import { mergeMessages } from "@tertulia/protocol";
import * as api from "../api/endpoints";
import { changeThread } from "../live/state";
import { live, update } from "../live/store";

export async function loadOlder(id: string): Promise<void> {
  const oldest = live().threads[id]?.messages[0]?.seq;
  if (oldest === undefined) return;
  const page = await api.messagesBefore(id, oldest);
  update((state) =>
    changeThread(state, id, (thread) => ({ ...mergeMessages(thread, page.messages), more: page.more })),
  );
}
