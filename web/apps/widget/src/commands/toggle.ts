import type { Chat } from "../chat";

/** Opens the window, or closes it. */
export const toggle = (chat: Chat) => chat.toggle();
