// A conversation goes from a bot to a person, or the other way.
import i18n from "i18next";
import * as api from "../api/bots";
import { putRows } from "../live/state";
import { update } from "../live/store";
import { toast } from "../ui/toasts";
import { changeConversation } from "./changeConversation";
import { newClientId } from "./send";

/** The bot leaves; whoever asked has the conversation. */
export async function takeOver(id: string, me: string): Promise<void> {
  if (await changeConversation(id, { assignee_id: me })) toast({ tone: "good", text: i18n.t("bots.tookOver") });
}

/** Rejects with what the server said. */
export async function giveToBot(id: string, flow: { id: string; name: string }, clientId = newClientId()): Promise<void> {
  const after = await api.giveToBot(id, flow.id, clientId);
  update((state) => putRows(state, [after], Date.now()));
  toast({ tone: "good", text: i18n.t("bots.given", { name: flow.name }) });
}
