import type { Chat } from "../chat";
import type { Listener } from "../events";

/** Ends what on() began. */
export const off = (chat: Chat, event: string, listener: Listener) => chat.events.off(event, listener);
