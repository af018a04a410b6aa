// Mentions and offers, into the store: at the beginning, and after each reconnection.
import * as api from "../api/desk";
import { putMentions } from "./mentions";
import { putRows } from "./state";
import { update } from "./store";

export async function refreshDesk(): Promise<void> {
  const [offers] = await Promise.all([api.offers(), fetchMentions("")]);
  update((state) => putRows(state, offers.conversations, Date.now()));
}

/** Resolves to the cursor of the next page. */
export async function fetchMentions(cursor: string): Promise<string> {
  const page = await api.mentions(cursor);
  update((state) => ({
    ...putRows(state, page.conversations, Date.now()),
    mentions: putMentions(state.mentions, page.mentions),
  }));
  return page.cursor ?? "";
}
