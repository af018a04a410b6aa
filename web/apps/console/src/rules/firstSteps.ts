// From an empty account to the first answered chat: what is done, and what comes next. Pure.
import type { AgentView, Bootstrap, ConversationView } from "@tertulia/protocol";

export const STEPS = ["site", "installed", "colleague", "message", "answer", "provider"] as const;
export type Step = (typeof STEPS)[number];

const HIDDEN = "hidden";

/** What the account itself shows to be done. rows: the newest conversations. */
export function seen({ agents, channels }: Bootstrap, rows: readonly ConversationView[]): Set<Step> {
  const done = new Set<Step>();
  const sites = channels.filter(({ kind }) => kind === "website");
  if (sites.length > 0) done.add("site");
  if (sites.some(({ installed }) => installed)) done.add("installed");
  if (agents.filter(({ active }: AgentView) => active !== false).length > 1) done.add("colleague");
  if (rows.length > 0) done.add("message");
  if (rows.some((row) => row.last.author_kind === "agent" && row.last.visibility === "public")) done.add("answer");
  if (channels.some(({ kind, health = "ok" }) => kind !== "website" && health === "ok")) done.add("provider");
  return done;
}

/** With what was seen before and is kept: a step that was done stays done. */
export function doneSteps(bootstrap: Bootstrap, rows: readonly ConversationView[]): Set<Step> {
  const kept = bootstrap.account.started ?? [];
  const now = seen(bootstrap, rows);
  return new Set(STEPS.filter((step) => now.has(step) || kept.includes(step)));
}

/** What is to be kept now: conversations may be gone from the list later. */
export const news = (bootstrap: Bootstrap, rows: readonly ConversationView[]): Step[] =>
  [...seen(bootstrap, rows)].filter((step) => !(bootstrap.account.started ?? []).includes(step));

export const nextStep = (done: ReadonlySet<Step>): Step | null => STEPS.find((step) => !done.has(step)) ?? null;

export const putAway = ({ account }: Bootstrap): boolean => account.started?.includes(HIDDEN) ?? false;

/** Whether a newcomer is led there instead of to an empty inbox: nothing can arrive yet. */
export const leadsThere = (bootstrap: Bootstrap): boolean => bootstrap.channels.length === 0 && !putAway(bootstrap);
