import type { ContactInfo } from "@tertulia/protocol";
import type { Chat } from "../chat";

/** {name, email, phone, description}: what is left out stays. */
export const setContactInfo = (chat: Chat, info: ContactInfo) => chat.introduce(info);
