import type { Chat } from "../chat";

/** Reports the page as it is now, under this title or its own. */
export const sendPageTitle = (chat: Chat, title?: string) => chat.reportPage(title);
