import type { Chat } from "../chat";
import { usableColour } from "../text/contrast";

/** #rgb or #rrggbb; the text colour follows. */
export const setColour = (chat: Chat, colour: string) => chat.set({ colour: usableColour(colour) });
