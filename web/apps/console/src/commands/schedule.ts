// Have messages sent later, change them and call them off.
import type { Content, ScheduleView } from "@tertulia/protocol";
import i18n from "i18next";
import * as api from "../api/schedules";
import { dropSchedule, putSchedule } from "../live/replies";
import { sentWith } from "../rules/copies";
import { sayWhy } from "../ui/sayWhy";
import { toast } from "../ui/toasts";
import { newClientId } from "./send";

export interface Later {
  due_at: string;
  zone: string;
  unless_reply: boolean;
}

/** One after the other, so that they go out in this order. Throws what the server says; what was
 * scheduled before that stays. */
export async function schedule(
  conversation: string,
  contents: readonly Content[],
  when: Later,
  replyTo: number,
): Promise<void> {
  for (const [i, content] of contents.entries()) {
    const reply_to = i === 0 ? replyTo : 0;
    putSchedule(await api.addSchedule(conversation, { client_id: newClientId(), ...sentWith(content), reply_to, ...when }));
  }
}

export async function reschedule(one: ScheduleView, change: Partial<Later> & { content?: Content }): Promise<void> {
  putSchedule(await api.changeSchedule(one.conversation_id, one.id, { version: one.version, ...change }));
}

/** True if it will not be sent. */
export async function unschedule(one: ScheduleView): Promise<boolean> {
  try {
    await api.cancelSchedule(one.conversation_id, one.id);
    dropSchedule(one.conversation_id, one.id);
    toast({ tone: "good", text: i18n.t("compose.schedule.cancelled") });
    return true;
  } catch (error) {
    toast({ tone: "bad", text: sayWhy(error) });
    return false;
  }
}
