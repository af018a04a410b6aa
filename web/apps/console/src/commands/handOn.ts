// Transfer, accept, decline: shown when the server has said so, since another may be faster.
import type { ConversationView } from "@tertulia/protocol";
import i18n from "i18next";
import * as api from "../api/desk";
import { ApiError } from "../api/client";
import { putRows } from "../live/state";
import { update } from "../live/store";
import { sayWhy } from "../ui/sayWhy";
import { toast } from "../ui/toasts";
import { newClientId } from "./send";
import { mentionsIn, type Named } from "../rules/mentions";

export interface Goal {
  agentId?: string;
  queueId?: string;
  note: string;
  clientId: string; // the same for each try of one transfer
}

export const newTransferId = newClientId;

/** Resolves to the conversation as it is then; rejects with what the server said. */
export async function transfer(id: string, goal: Goal, agents: readonly Named[]): Promise<ConversationView> {
  const after = await api.transfer(id, {
    client_id: goal.clientId,
    agent_id: goal.agentId ?? "",
    queue_id: goal.queueId ?? "",
    note: goal.note.trim(),
    mentions: mentionsIn(goal.note, agents).slice(0, 20),
  });
  show(after);
  return after;
}

/** Whether it is his now. */
export async function accept(id: string): Promise<boolean> {
  try {
    show(await api.accept(id));
    return true;
  } catch (error) {
    const over = error instanceof ApiError && error.status === 409;
    toast({ tone: "bad", text: over ? i18n.t("desk.offer.over") : sayWhy(error) });
    return false;
  }
}

export async function decline(id: string): Promise<void> {
  try {
    show(await api.decline(id));
    toast({ tone: "good", text: i18n.t("desk.offer.declined") });
  } catch (error) {
    toast({ tone: "bad", text: sayWhy(error) });
  }
}

const show = (row: ConversationView): void => update((state) => putRows(state, [row], Date.now()));
