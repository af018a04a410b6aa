// Whether a conversation belongs to a filtered list, and in which order. The same rules as the
// server's (conversations/filters.py); tests/fixtures/filters.json holds both to the same answers.
import type { ConversationFilter, ConversationView, FilterGroup, FilterRule } from "@tertulia/protocol";

export type Field = FilterRule["field"];
export type Operator = FilterRule["operator"];
export type FieldKind = "choice" | "ranked" | "many" | "words" | "number" | "time";

/** Who looks, and when. tags: the account's; a conversation's others were deleted.
 * facts: a contact's attributes, as far as they are known here. */
export interface Eye {
  me: string;
  tags: ReadonlySet<string>;
  now: number;
  facts?: (contact: string) => Readonly<Record<string, string>> | undefined;
}

export const MOST_RULES = 20;
export const PRIORITIES = ["", "low", "medium", "high", "urgent"] as const;
export const PROMISES = ["late", "soon", "running"] as const; // broken, nearly, or not yet
const STATUS_ORDER = ["open", "pending", "snoozed", "resolved"] as const;
const DAY = 86_400_000;

const EQUAL: Operator[] = ["equals", "not_equals", "in", "not_in"];
const THERE: Operator[] = ["present", "absent"];
const WORDS: Operator[] = ["contains", "not_contains", "equals", "not_equals", ...THERE];
const TIMES: Operator[] = ["within_days", "older_than_days", "before", "after", ...THERE];

export const FIELDS: Record<Field, { kind: FieldKind; operators: Operator[] }> = {
  status: { kind: "choice", operators: EQUAL },
  assignee: { kind: "choice", operators: [...EQUAL, ...THERE] },
  queue: { kind: "choice", operators: [...EQUAL, ...THERE] },
  tags: { kind: "many", operators: ["contains", "not_contains", "in", "not_in", ...THERE] },
  priority: { kind: "ranked", operators: [...EQUAL, "greater", "less", ...THERE] },
  bot: { kind: "choice", operators: [...THERE, ...EQUAL] },
  promise: { kind: "choice", operators: [...THERE, ...EQUAL] },
  channel: { kind: "choice", operators: EQUAL },
  channel_kind: { kind: "choice", operators: EQUAL },
  contact_name: { kind: "words", operators: WORDS },
  last_text: { kind: "words", operators: WORDS },
  unread: { kind: "number", operators: ["greater", "less", "equals"] },
  opened_at: { kind: "time", operators: TIMES },
  last_at: { kind: "time", operators: TIMES },
  waiting_since: { kind: "time", operators: TIMES },
  snoozed_until: { kind: "time", operators: TIMES },
  resolved_at: { kind: "time", operators: TIMES },
  attribute: { kind: "words", operators: WORDS },
  contact_attribute: { kind: "words", operators: WORDS },
};

/** The rule's key says which one. */
export const isKeyed = (field: Field): boolean => field === "attribute" || field === "contact_attribute";

/** Whether contacts have to be known to tell. */
export const asksContacts = (filter: ConversationFilter | undefined): boolean =>
  [filter?.rules ?? [], ...(filter?.groups ?? []).map((group) => group.rules)]
    .flat()
    .some((rule) => rule.field === "contact_attribute");

export const takesNothing = (operator: Operator): boolean => THERE.includes(operator);
export const takesSeveral = (operator: Operator): boolean => operator === "in" || operator === "not_in";
export const takesDays = (operator: Operator): boolean => operator.endsWith("_days");

// Whether it belongs ------------------------------------------------------------------------------

export function matches(filter: ConversationFilter, row: ConversationView, eye: Eye): boolean {
  const parts = [
    ...(filter.rules ?? []).map((rule) => holds(rule, row, eye)),
    ...(filter.groups ?? []).map((group) => together(group, row, eye)),
  ];
  return parts.length === 0 || (filter.match === "any" ? parts.some(Boolean) : parts.every(Boolean));
}

function together(group: FilterGroup, row: ConversationView, eye: Eye): boolean {
  const held = group.rules.map((rule) => holds(rule, row, eye));
  return group.match === "any" ? held.some(Boolean) : held.every(Boolean);
}

function holds(rule: FilterRule, row: ConversationView, eye: Eye): boolean {
  const { kind } = FIELDS[rule.field];
  const values = rule.values ?? [];
  if (kind === "many") return inTags(rule.operator, values, (row.tags ?? []).filter((tag) => eye.tags.has(tag)));
  if (kind === "number") return compared(rule.operator, unreadOf(row, eye.me), Number(values[0]));
  const value = isKeyed(rule.field) ? fact(rule, row, eye) : read(rule.field, row, eye);
  if (value === undefined) return false;
  if (rule.operator === "present") return value !== "";
  if (rule.operator === "absent") return value === "";
  if (kind === "time") return value !== "" && inTime(rule.operator, values[0] ?? "", Date.parse(value), eye.now);
  if (kind === "words") return inWords(rule.operator, folded(value), folded(values[0] ?? ""));
  if (rule.operator === "greater" || rule.operator === "less") {
    return compared(rule.operator, rank(value), rank(values[0] ?? ""));
  }
  const wanted = rule.field === "assignee" ? values.map((one) => (one === "me" ? eye.me : one)) : values;
  return wanted.includes(value) === (rule.operator === "equals" || rule.operator === "in");
}

/** '' = there is none; undefined: it is not known here, and the server says more. */
function fact({ field, key = "" }: FilterRule, row: ConversationView, eye: Eye): string | undefined {
  const facts = field === "attribute" ? (row.attributes ?? {}) : eye.facts?.(row.contact_id);
  return facts && (Object.hasOwn(facts, key) ? facts[key] : "");
}

function read(field: Field, row: ConversationView, eye: Eye): string {
  switch (field) {
    case "promise":
      return promised(row, eye.now);
    case "assignee":
      return row.assignee_id ?? "";
    case "queue":
      return row.queue_id ?? "";
    case "bot":
      return row.bot_id ?? "";
    case "channel":
      return row.channel_id;
    case "last_text":
      return row.last.text ?? "";
    case "tags":
    case "unread":
    case "attribute":
    case "contact_attribute":
      return "";
    default:
      return row[field] ?? "";
  }
}

function promised(row: ConversationView, now: number): "" | (typeof PROMISES)[number] {
  if (row.status !== "open" || !row.sla_due) return "";
  if (Date.parse(row.sla_due) <= now) return "late";
  return row.sla_warn && Date.parse(row.sla_warn) <= now ? "soon" : "running";
}

function inTags(operator: Operator, values: readonly string[], tags: readonly string[]): boolean {
  if (operator === "present") return tags.length > 0;
  if (operator === "absent") return tags.length === 0;
  const found = tags.some((tag) => values.includes(tag));
  return operator === "contains" || operator === "in" ? found : !found;
}

function inTime(operator: Operator, value: string, at: number, now: number): boolean {
  if (takesDays(operator)) {
    const edge = now - Number(value) * DAY;
    return operator === "within_days" ? at >= edge : at < edge;
  }
  const edge = Date.parse(value);
  return operator === "before" ? at < edge : at >= edge;
}

function inWords(operator: Operator, text: string, wanted: string): boolean {
  if (operator === "contains") return text.includes(wanted);
  if (operator === "not_contains") return !text.includes(wanted);
  return (text === wanted) === (operator === "equals");
}

function compared(operator: Operator, mine: number, theirs: number): boolean {
  if (operator === "greater") return mine > theirs;
  return operator === "less" ? mine < theirs : mine === theirs;
}

const rank = (priority: string): number => (PRIORITIES as readonly string[]).indexOf(priority);
const unreadOf = (row: ConversationView, me: string): number => Math.max(0, row.inbound - (row.reads?.[me] ?? 0));

/** Without case, accents and doubled white space. */
export const folded = (text: string): string =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().split(/\s+/).filter(Boolean).join(" ");

// Where the server looks, and so in which order it answers ------------------------------------------

export interface Plan {
  statuses: readonly string[];
  by: "activity" | "tag" | "assignee" | "queue" | "promise";
  of: string;
}

export function plan(filter: ConversationFilter, me: string): Plan {
  const rules = filter.rules ?? [];
  const single = rules.length === 1 && (filter.groups ?? []).length === 0;
  const must = filter.match !== "any" || single ? rules : [];
  const statuses = STATUS_ORDER.filter((status) => must.every((rule) => mayBe(rule, status)));
  if (must.some(asksPromise)) return { statuses, by: "promise", of: "~due" };
  for (const [by, field] of [["tag", "tags"], ["assignee", "assignee"], ["queue", "queue"]] as const) {
    for (const rule of must) {
      const of = rule.field === field ? only(rule, me) : "";
      // What a bot has is nobody's, and is not listed as such.
      if (of && !(of === "-" && statuses.includes("pending"))) return { statuses, by, of };
    }
  }
  return { statuses, by: "activity", of: "" };
}

/** Only what has a deadline can fit: a list of its own, the nearest first. */
const asksPromise = (rule: FilterRule): boolean =>
  rule.field === "promise" && ["present", "equals", "in"].includes(rule.operator);

function mayBe(rule: FilterRule, status: string): boolean {
  if (asksPromise(rule)) return status === "open";
  if (rule.field !== "status") return true;
  return (rule.values ?? []).includes(status) === (rule.operator === "equals" || rule.operator === "in");
}

/** The one value that the rule asks for; '-' is none; '' if it is not one. */
function only({ field, operator, values = [] }: FilterRule, me: string): string {
  if (operator === "absent") return field === "assignee" ? "-" : "";
  if (!["equals", "in", "contains"].includes(operator) || values.length !== 1) return "";
  return field === "assignee" && values[0] === "me" ? me : values[0]!;
}

const LAST_MOMENT = 9_999_999_999_999;
/** Greater for an earlier deadline. */
const soonest = (row: ConversationView): string =>
  String(LAST_MOMENT - (row.sla_due ? Date.parse(row.sla_due) : LAST_MOMENT)).padStart(13, "0");

/** Greater is nearer to the top: open ones first, the newest (or what is due) first. */
export function filteredKey(row: ConversationView, by: Plan["by"]): string {
  const place = STATUS_ORDER.length - STATUS_ORDER.indexOf(row.status);
  if (by === "promise") return `${place}#${soonest(row)}#${row.id}`;
  return `${place}#${by === "activity" ? row.last_at : row.opened_at}#${row.id}`;
}

/** Whether what came from an address can be a filter at all; the server checks it whole. */
export function makesSense(filter: ConversationFilter): boolean {
  const rules = [filter.rules ?? [], ...(filter.groups ?? []).map((group) => group.rules)];
  return rules.every((list) =>
    list.every(({ field, operator, values = [] }) => FIELDS[field]?.operators.includes(operator) && Array.isArray(values)),
  );
}
