/** The commands of the one global. The loader makes a stand-in for each, which queues the call. */
export const NAMES = [
  "open",
  "close",
  "toggle",
  "on",
  "off",
  "consent",
  "setContactInfo",
  "getContactInfo",
  "setCustomData",
  "setUserToken",
  "getVisitorNumber",
  "getUnreadCount",
  "getUtm",
  "chatMode",
  "sendPageTitle",
  "setColour",
  "destroy",
] as const;

export type CommandName = (typeof NAMES)[number];
