// How a change looks before the server has answered.
import type { ConversationChange, ConversationView } from "@tertulia/protocol";

export function applied(row: ConversationView, change: ConversationChange): ConversationView {
  const { add_tags = [], remove_tags = [], ...rest } = change;
  const fields = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined && value !== null));
  const next = { ...row, ...(leavesBot(row, change) ? { bot_id: "", status: "open" as const } : {}), ...fields };
  if (add_tags.length === 0 && remove_tags.length === 0) return next;
  const kept = (row.tags ?? []).filter((tag) => !remove_tags.includes(tag));
  return { ...next, tags: [...kept, ...add_tags.filter((tag) => !kept.includes(tag))] };
}

/** A person who takes it, or gives it to somebody, sends the bot away. */
const leavesBot = (row: ConversationView, change: ConversationChange): boolean =>
  !!row.bot_id && (!!change.assignee_id || !!change.queue_id || (!!change.status && change.status !== "pending"));

/** Only the changed fields go back: the row may have got newer messages meanwhile. */
export function putBack(
  now: ConversationView,
  before: ConversationView,
  change: ConversationChange,
): ConversationView {
  const changed = applied(before, change);
  const names = (Object.keys(changed) as (keyof ConversationView)[]).filter((name) => changed[name] !== before[name]);
  return { ...now, ...Object.fromEntries(names.map((name) => [name, before[name]])) };
}
