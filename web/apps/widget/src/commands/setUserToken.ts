import type { Chat } from "../chat";

/** The site's own id of this user, handed on to agents and webhooks. With the signature of the
 * site's server (docs/widget.md, "Who the user is") he is the same person in every browser. */
export const setUserToken = (chat: Chat, token: string, signature?: string) =>
  signature
    ? chat.identify({ id: String(token), signature: String(signature) })
    : chat.introduce({ custom: { user_token: String(token ?? "") } });
