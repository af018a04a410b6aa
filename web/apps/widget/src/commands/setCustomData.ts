import type { Chat } from "../chat";

/** {plan: "gold", ...}: shown to agents beside the conversation. */
export function setCustomData(chat: Chat, data: Record<string, unknown>) {
  const custom = Object.fromEntries(Object.entries(data).map(([name, value]) => [name, String(value)]));
  return chat.introduce({ custom });
}
