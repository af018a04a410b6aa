// Tell the agent that somebody wrote: a sound, and a desktop notice if he is elsewhere.
import type { MessageView } from "@tertulia/protocol";
import { isHandOff } from "../rules/bots";
import { chime } from "./chime";
import { showDesktopNotice } from "./desktop";
import type { LiveState } from "./state";
import { wants } from "./wanted";

/** Whether a message concerns this agent: a contact's public words, in his or nobody's conversation
 * or one that he follows, or a bot's handing over, as far as he wants to hear of these. */
export function concerns(message: MessageView, state: LiveState, me: string): boolean {
  if (isHandOff(message)) return handedTo(message.content.data?.assignee_id, me);
  if (message.author.kind !== "contact" || message.visibility !== "public") return false;
  const row = state.rows[message.conversation_id];
  if (row && message.seq <= row.seq) return false; // heard before
  if ((row?.followers ?? []).includes(me) && wants("notify_mine")) return true;
  if (row?.bot_id) return false; // the bot answers
  return handedTo(row?.assignee_id, me);
}

function handedTo(assignee: string | undefined, me: string): boolean {
  return assignee ? assignee === me && wants("notify_mine") : wants("notify_unassigned");
}

export function notice(message: MessageView, before: LiveState, me: string, open: string): void {
  if (!concerns(message, before, me)) return;
  const looking = document.visibilityState === "visible" && document.hasFocus();
  if (looking && open === message.conversation_id) return;
  chime();
  if (!looking) showDesktopNotice(message, before.rows[message.conversation_id]?.contact_name ?? "");
}
