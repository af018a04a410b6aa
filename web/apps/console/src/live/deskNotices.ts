// Tell the agent that a colleague named him, or hands him a conversation.
import type { ConversationView, MentionView } from "@tertulia/protocol";
import i18n from "i18next";
import { standsFor } from "../rules/offers";
import { contactName } from "../ui/contactName";
import { toast } from "../ui/toasts";
import { chime } from "./chime";
import { openFromNotice, showDesktop } from "./desktop";
import { mentionKey } from "./mentions";
import type { LiveState } from "./state";
import { wants } from "./wanted";

const FRESH = 10 * 60_000; // an older one is found in the list; nobody is called for it

const looking = (): boolean => document.visibilityState === "visible" && document.hasFocus();

/** Whether it is news: not heard before, not read, not in the conversation looked at. */
export function isNews(mention: MentionView, before: LiveState, seen: string, now: number): boolean {
  if (mention.read || before.mentions[mentionKey(mention)]) return false;
  if (seen === mention.conversation_id) return false;
  return now - Date.parse(mention.at) < FRESH;
}

export function mentionNotice(mention: MentionView, before: LiveState, open: string): void {
  if (!wants("notify_mentions") || !isNews(mention, before, looking() ? open : "", Date.now())) return;
  const name = mention.author_name || i18n.t("someone");
  const id = mention.conversation_id;
  const title = i18n.t("desk.mention.told", { name });
  chime();
  toast({
    tone: "plain",
    text: `${title}: ${mention.text ?? ""}`,
    action: { label: i18n.t("desk.mention.show"), run: () => openFromNotice(id) },
  });
  if (!looking()) showDesktop(title, mention.text ?? "", `mention-${mentionKey(mention)}`, id);
}

export function offerNotice(row: ConversationView, before: LiveState, me: string): void {
  const held = before.rows[row.id];
  if (!standsFor(row, me, Date.now()) || (held && held.offered_until === row.offered_until)) return;
  if (!wants("notify_assigned")) return;
  chime();
  if (!looking()) showDesktop(i18n.t("desk.offer.told"), contactName(row), `offer-${row.id}`, row.id);
}
