// An invitation as the form holds it. Pure.
import type { Condition, InvitationChange, InvitationView } from "@tertulia/protocol";

export type FieldName = Condition["field"];
export type OpName = Condition["op"];

export interface Draft {
  name: string;
  channel_id: string;
  agent_id: string;
  action: "bubble" | "window";
  match: "all" | "any";
  texts: string[];
  conditions: Condition[];
  repeat_minutes: number;
}

const NUMBERS: OpName[] = ["at_least", "at_most"];
const TEXTS: OpName[] = ["contains", "not_contains", "equals", "pattern"];
const LISTS: OpName[] = ["in", "not_in"];

/** Which comparisons go with a field, the likeliest first; as chalicelib/invitations/rules.py. */
export const OPS: Record<FieldName, OpName[]> = {
  time_on_page: NUMBERS,
  time_on_site: NUMBERS,
  pages: NUMBERS,
  scroll: NUMBERS,
  exit_intent: ["is"],
  url: TEXTS,
  referrer: TEXTS,
  utm_source: TEXTS,
  utm_medium: TEXTS,
  utm_campaign: TEXTS,
  utm_term: TEXTS,
  utm_content: TEXTS,
  country: LISTS,
  language: LISTS,
  visitor: ["is"],
  agents_online: ["is"],
  hours: ["is", "between"],
  since_close: NUMBERS,
  since_invitation: NUMBERS,
};

export const FIELDS = Object.keys(OPS) as FieldName[];

/** What may be chosen, where not anything may be written. */
export const CHOICES: Partial<Record<FieldName, string[]>> = {
  exit_intent: ["yes"],
  visitor: ["new", "returning"],
  agents_online: ["yes", "no"],
};

/** Of a time of day anything may be written; whether it is open is chosen. */
export const choicesOf = ({ field, op }: Condition): string[] | undefined =>
  field === "hours" && op === "is" ? ["open", "closed"] : CHOICES[field];

/** The same with another comparison: what was written for the one is nothing to the other. */
export const withOp = (one: Condition, op: OpName): Condition =>
  one.field === "hours" ? { ...one, op, value: op === "is" ? "open" : "09:00-18:00" } : { ...one, op };

export const isNumber = (field: FieldName): boolean => OPS[field] === NUMBERS;

const FIRST_VALUE: Partial<Record<FieldName, string>> = { time_on_page: "20", hours: "open", scroll: "50" };

export const condition = (field: FieldName): Condition => ({
  field,
  op: OPS[field][0]!,
  value: FIRST_VALUE[field] ?? CHOICES[field]?.[0] ?? (isNumber(field) ? "1" : ""),
});

export const EMPTY: Draft = {
  name: "",
  channel_id: "",
  agent_id: "",
  action: "bubble",
  match: "all",
  texts: [""],
  conditions: [condition("time_on_page"), condition("agents_online")],
  repeat_minutes: 1440,
};

export const draftOf = (view: InvitationView): Draft => ({
  name: view.name,
  channel_id: view.channel_id ?? "",
  agent_id: view.agent_id ?? "",
  action: view.action ?? "bubble",
  match: view.match ?? "all",
  texts: view.texts?.length ? [...view.texts] : [""],
  conditions: [...(view.conditions ?? [])],
  repeat_minutes: view.repeat_minutes ?? 1440,
});

export const changeOf = (draft: Draft): InvitationChange => ({
  ...draft,
  name: draft.name.trim(),
  conditions: draft.conditions.map((one) => ({ ...one, value: one.value.trim() })),
});

/** Answered of shown, as a share; null where nothing was shown. */
export function conversion(counts: { shown?: number; answered?: number } | undefined): number | null {
  return counts?.shown ? (counts.answered ?? 0) / counts.shown : null;
}
