import type { Chat } from "../chat";

/** {source, medium, campaign, ...} of the page's address. */
export const getUtm = (chat: Chat) => chat.boot.visit().utm;
