import type { Chat } from "../chat";

/** A command of the JS API: what the site passed, done to the chat; what it returns goes back. */
export type Command = (chat: Chat, ...args: never[]) => unknown;
