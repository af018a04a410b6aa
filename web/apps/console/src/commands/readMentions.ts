// The conversation is on the screen: the notes in it that name this agent are read.
import * as api from "../api/desk";
import { putMentions, unreadMentions } from "../live/mentions";
import { live, update } from "../live/store";

const asked = new Set<string>();

export async function readMentions(conversation: string): Promise<void> {
  const mine = unreadMentions(live().mentions).filter(({ conversation_id }) => conversation_id === conversation);
  if (mine.length === 0 || asked.has(conversation)) return;
  asked.add(conversation);
  const read = mine.map((mention) => ({ ...mention, read: true }));
  update((state) => ({ ...state, mentions: putMentions(state.mentions, read) }));
  try {
    await api.readMentions(conversation);
  } catch {
    // The next opening says it again, once this page is loaded anew.
  } finally {
    asked.delete(conversation);
  }
}
