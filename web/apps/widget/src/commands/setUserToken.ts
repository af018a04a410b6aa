import type { Chat } from "../chat";

/** The site's own id of this user, handed on to agents and webhooks. */
export const setUserToken = (chat: Chat, token: string) =>
  chat.introduce({ custom: { user_token: String(token) } });
