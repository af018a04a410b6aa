import type { Chat } from "../chat";
import { unreadOf } from "../state/select";

/** How many messages the visitor has not seen. */
export const getUnreadCount = (chat: Chat) => unreadOf(chat.state).length;
