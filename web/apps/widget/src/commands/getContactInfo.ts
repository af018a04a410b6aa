import type { Chat } from "../chat";

/** {name, email, phone, description}, as far as it is known. */
export function getContactInfo(chat: Chat) {
  const { name = "", email = "", phone = "", description = "" } = chat.state.contact ?? {};
  return { name, email, phone, description };
}
