import type { Chat } from "../chat";

/** The contact's id; "" before the session is there. */
export const getVisitorNumber = (chat: Chat) => chat.state.contact?.id ?? "";
