import type { Chat } from "../chat";

/** "online" if an agent is there, else "offline". */
export const chatMode = (chat: Chat) => (chat.state.agentsOnline ? "online" : "offline");
