import type { Chat } from "../chat";

/** Closes the window. */
export const close = (chat: Chat) => chat.close();
