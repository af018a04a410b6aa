/** The widget's own words. English is at hand, the other languages are parts (parts/es.ts, pt.ts). */

export const ENGLISH = {
  chat: "Chat",
  open: "Open chat",
  close: "Close chat",
  dismiss: "Dismiss",
  title: "How can we help?",
  online: "We are online",
  away: "We reply as soon as we can",
  write: "Write a message",
  send: "Send",
  attach: "Attach a file",
  emoji: "Emoji",
  messages: "Messages",
  you: "You",
  team: "Team",
  typing: "{} is typing",
  waiting: "Sending",
  sent: "Sent",
  read: "Seen",
  failed: "Not sent.",
  retry: "Try again",
  remove: "Remove",
  offline: "No connection. What you write is sent when it is back.",
  unkept: "Nothing is kept in this browser: the chat ends when you leave or reload the page.",
  older: "Loading earlier messages",
  latest: "New messages",
  unread: "Unread messages: {}",
  tooBig: "Larger than 100 MB.",
  empty: "The file is empty.",
  uploadFailed: "The upload failed.",
  image: "Image",
  video: "Video",
  audio: "Audio",
  file: "File",
  location: "Open the map",
  unsupported: "This message cannot be shown here.",
  deleted: "Message deleted",
  edited: "edited",
  resolved: "This conversation is closed. Write to open it again.",
  menu: "More",
  back: "Back",
};

export type Strings = typeof ENGLISH;

export const LANGUAGES = ["en", "es", "pt"] as const;

/** Index in LANGUAGES of a BCP 47 tag ("pt-BR" and "pt" mean the same); English for others. */
export const languageAt = (tag: string): number =>
  Math.max(0, LANGUAGES.indexOf(tag.slice(0, 2).toLowerCase() as "en"));

/** The tag to speak: as set, or with "auto" the page's own language, else the browser's. */
export function chooseLanguage(set: string, page: string, browser: readonly string[]): string {
  if (set !== "auto") return set || "en";
  return [page, ...browser].find((tag) => LANGUAGES.includes(tag.slice(0, 2).toLowerCase() as "en")) ?? "en";
}

/** A part's own words, "English|Spanish|Brazilian Portuguese" each, in one language. */
export function inLanguage<Name extends string>(words: Record<Name, string>, tag: string): Record<Name, string> {
  const at = languageAt(tag);
  const pairs = Object.entries<string>(words).map(([name, all]) => [name, all.split("|")[at]!]);
  return Object.fromEntries(pairs) as Record<Name, string>;
}
