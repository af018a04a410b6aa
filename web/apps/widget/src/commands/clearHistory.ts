import type { Chat } from "../chat";

/** For a site's sign-out: nothing of this visitor stays in the browser; the next is a stranger. */
export const clearHistory = (chat: Chat) => chat.forget();
