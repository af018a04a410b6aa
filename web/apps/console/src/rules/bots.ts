// A conversation that a bot has, and what a bot leaves when it hands over.
import type { Content, ConversationFilter, MessageView } from "@tertulia/protocol";
import { filterView } from "./lists";

const PENDING_WITH_BOT: ConversationFilter = {
  match: "all",
  rules: [
    { field: "status", operator: "equals", values: ["pending"] },
    { field: "bot", operator: "present", values: [] },
  ],
  groups: [],
};

export const WITH_BOT = filterView(PENDING_WITH_BOT);

export interface Learned {
  name: string;
  value: string;
}

/** A line of the thread that is worth a card: a flow has handed the conversation to people. */
export const isHandOff = (message: MessageView): boolean =>
  message.visibility === "event" && message.content.event === "bot.handed_off";

/** What people answered to the bot, in its order. Nothing for what cannot be read. */
export function learnedOf(content: Content): Learned[] {
  try {
    const told: unknown = JSON.parse(content.data?.learned ?? "{}");
    if (typeof told !== "object" || told === null || Array.isArray(told)) return [];
    return Object.entries(told).flatMap(([name, value]) => {
      const text = wordsOf(value);
      return text === "" ? [] : [{ name, value: text }];
    });
  } catch {
    return [];
  }
}

function wordsOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
