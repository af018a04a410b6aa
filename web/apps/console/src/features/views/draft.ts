// A filter while it is being built: rows in which something may still be missing. Pure.
import type { ConversationFilter, FilterRule } from "@tertulia/protocol";
import { FIELDS, isKeyed, MOST_RULES, takesNothing, takesSeveral, type Field, type Operator } from "../../rules/filters";

export interface Draft {
  match: "all" | "any";
  rules: FilterRule[];
  groups: { match: "all" | "any"; rules: FilterRule[] }[];
}

export const newRule = (field: Field = "status"): FilterRule => {
  const operator = FIELDS[field].operators[0]!;
  return { field, operator, values: field === "status" ? ["open"] : [] };
};

export const draftOf = (filter: ConversationFilter | undefined): Draft => ({
  match: filter?.match ?? "all",
  rules: (filter?.rules ?? []).map((rule) => ({ ...rule })),
  groups: (filter?.groups ?? []).map((group) => ({ match: group.match ?? "all", rules: group.rules })),
});

export const filterFrom = (draft: Draft): ConversationFilter => ({
  match: draft.match,
  rules: draft.rules,
  groups: draft.groups.filter((group) => group.rules.length > 0),
});

/** Another field: what its value meant before has no sense in it. */
export const withField = (field: Field): FilterRule => ({ ...newRule(field), values: [] });

export function withOperator(rule: FilterRule, operator: Operator): FilterRule {
  if (takesNothing(operator)) return { ...rule, operator, values: [] };
  const changesKind = operator.endsWith("_days") !== rule.operator.endsWith("_days");
  const kept = changesKind && FIELDS[rule.field].kind === "time" ? [] : (rule.values ?? []);
  return { ...rule, operator, values: takesSeveral(operator) ? kept : kept.slice(0, 1) };
}

export const isWhole = (rule: FilterRule): boolean =>
  (!isKeyed(rule.field) || (rule.key ?? "").trim() !== "") &&
  (takesNothing(rule.operator) || ((rule.values ?? []).length > 0 && (rule.values ?? []).every((value) => value.trim() !== "" || rule.field === "priority")));

const all = (draft: Draft): FilterRule[] => [...draft.rules, ...draft.groups.flatMap((group) => group.rules)];

export const count = (draft: Draft): number => all(draft).length;
export const isReady = (draft: Draft): boolean =>
  count(draft) > 0 && count(draft) <= MOST_RULES && all(draft).every(isWhole);

/** What a list of the inbox shows, as a filter to begin from. */
export function filterOfList(kind: string, of: string, status: string, me: string): ConversationFilter {
  const rules: FilterRule[] = status === "any" ? [] : [{ field: "status", operator: "equals", values: [status] }];
  if (kind === "mine") rules.push({ field: "assignee", operator: "equals", values: [me] });
  if (kind === "unassigned") rules.push({ field: "assignee", operator: "absent", values: [] });
  if (kind === "queue") rules.push({ field: "queue", operator: "equals", values: [of] });
  if (kind === "tag") rules.push({ field: "tags", operator: "contains", values: [of] });
  return { match: "all", rules, groups: [] };
}
