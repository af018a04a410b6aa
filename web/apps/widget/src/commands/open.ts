import type { Chat } from "../chat";

/** Opens the window. */
export const open = (chat: Chat) => chat.open();
