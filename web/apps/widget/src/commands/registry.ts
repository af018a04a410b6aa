/** The JS API: a table of commands, one file each. Another set of names for the same commands is
 * another table. */
import type { Call, Global } from "../boot";
import type { Chat } from "../chat";
import { chatMode } from "./chatMode";
import { clearHistory } from "./clearHistory";
import { close } from "./close";
import type { Command } from "./command";
import { consent } from "./consent";
import { getContactInfo } from "./getContactInfo";
import { getUnreadCount } from "./getUnreadCount";
import { getUtm } from "./getUtm";
import { getVisitorNumber } from "./getVisitorNumber";
import type { CommandName } from "./names";
import { off } from "./off";
import { on } from "./on";
import { open } from "./open";
import { sendPageTitle } from "./sendPageTitle";
import { setColour } from "./setColour";
import { setContactInfo } from "./setContactInfo";
import { setCustomData } from "./setCustomData";
import { setUserToken } from "./setUserToken";
import { toggle } from "./toggle";

export type Commands<Name extends string> = Record<Name, Command>;

/** destroy needs what only the entry knows. */
const COMMANDS: Commands<Exclude<CommandName, "destroy">> = {
  open,
  close,
  toggle,
  on,
  off,
  consent,
  setContactInfo,
  getContactInfo,
  setCustomData,
  setUserToken,
  getVisitorNumber,
  getUnreadCount,
  getUtm,
  chatMode,
  sendPageTitle,
  setColour,
  clearHistory,
};

/** Puts the commands in the place of the loader's stand-ins, and makes the calls that waited. */
export function install(global: Global, chat: Chat, destroy: () => void): void {
  const table: Record<string, Command> = { ...COMMANDS, destroy };
  for (const [name, command] of Object.entries(table))
    global[name] = (...args: never[]) => command(chat, ...args);
  global.push = ([name, ...args]: Call) => table[name]?.(chat, ...(args as never[]));
  // What a site passes may be wrong: it must not stop the calls after it.
  for (const call of chat.boot.calls.splice(0)) setTimeout(() => global.push(call));
}
