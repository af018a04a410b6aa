import type { Chat } from "../chat";

/** Whether the visitor agreed to keeping entries in the browser. false erases them. */
export const consent = (chat: Chat, allowed: boolean) => chat.consent(Boolean(allowed));
