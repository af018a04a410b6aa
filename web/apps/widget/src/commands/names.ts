/** The commands of the one global. The loader makes a stand-in for each, which queues the call. */
export const NAMES =
  "open close toggle on off consent setContactInfo getContactInfo setCustomData setUserToken getVisitorNumber getUnreadCount getUtm chatMode sendPageTitle setColour clearHistory destroy";

type Words<Text> = Text extends `${infer First} ${infer Rest}` ? First | Words<Rest> : Text;

export type CommandName = Words<typeof NAMES>;
