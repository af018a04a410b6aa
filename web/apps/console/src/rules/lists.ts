// Which rows a list shows, and in what order. The same rules as the server's queries.
import type { ConversationFilter, ConversationView } from "@tertulia/protocol";
import { filteredKey, makesSense, matches, plan, type Eye } from "./filters";

export const VIEWS = ["mine", "unassigned", "all", "following"] as const;
export const STATUSES = ["open", "pending", "snoozed", "resolved"] as const;
export const ANY = "any"; // the status of a list whose filter says all
export type View = (typeof VIEWS)[number];
export type Status = (typeof STATUSES)[number];
export type Order = "newest" | "oldest";
/** As it stands in the address. view-: a saved one; filter-: one that nobody saved. */
export type ViewName = View | `${"queue" | "tag" | "view" | "filter"}-${string}`;

export interface ListKey {
  view: ViewName;
  status: Status | typeof ANY;
  order?: Order;
  filter?: ConversationFilter; // of view- and filter-
}

const KINDS = /^(queue|tag|view|filter)-(.+)$/;

export const isView = (word: string): word is ViewName =>
  (VIEWS as readonly string[]).includes(word) || KINDS.test(word);
export const isStatus = (word: string): word is Status | typeof ANY =>
  word === ANY || (STATUSES as readonly string[]).includes(word);

/** { kind: "queue", of: "q1" } of "queue-q1"; of: '' for mine, unassigned and all. */
export function partsOf(view: ViewName): { kind: string; of: string } {
  const [, kind = view, of = ""] = KINDS.exec(view) ?? [];
  return { kind, of };
}

export const isFiltered = (view: ViewName): boolean => view.startsWith("view-") || view.startsWith("filter-");
export const listPath = (view: ViewName, status: ListKey["status"] = isFiltered(view) ? ANY : "open"): string =>
  `/inbox/${view}/${status}`;

export function belongs(row: ConversationView, key: ListKey, eye: Eye): boolean {
  const { kind, of } = partsOf(key.view);
  if (isFiltered(key.view)) return key.filter !== undefined && matches(key.filter, row, eye);
  if (row.status !== key.status) return false;
  if (kind === "mine") return row.assignee_id === eye.me;
  if (kind === "following") return (row.followers ?? []).includes(eye.me);
  if (kind === "queue") return row.queue_id === of;
  if (kind === "tag") return eye.tags.has(of) && (row.tags ?? []).includes(of);
  return kind === "all" || (!row.assignee_id && !row.bot_id); // what a bot has is not to be picked
}

/** A place in the list: greater is nearer to the top, with the oldest first the other way round.
 * "all" goes by activity, the others by opening; a filtered list by status first. */
export function sortKey(row: ConversationView, key: ListKey, me: string): string {
  if (key.filter) return filteredKey(row, plan(key.filter, me).by);
  return `${key.view === "all" ? row.last_at : row.opened_at}#${row.id}`;
}

const above = (key: ListKey, a: string, b: string): boolean => (key.order === "oldest" ? a < b : a > b);

/** Rows of a list, top first. floor: the sort key of the last row fetched so far, '' if the end
 * was reached: what lies below it is not shown yet, since there may be others between. */
export function shownRows(
  rows: Iterable<ConversationView>,
  key: ListKey,
  eye: Eye,
  floor: string,
): ConversationView[] {
  const found: { at: string; row: ConversationView }[] = [];
  for (const row of rows) {
    if (!belongs(row, key, eye)) continue;
    const at = sortKey(row, key, eye.me);
    if (!floor || !above(key, floor, at)) found.push({ at, row });
  }
  return found.sort((a, b) => (above(key, b.at, a.at) ? 1 : -1)).map(({ row }) => row);
}

export interface FetchedPage {
  rows: readonly ConversationView[];
  ceiling: string; // sort key of the last row of the page before; '' = from the top
  last: boolean;
  startedAt: number; // when it was asked for, milliseconds
}

/** Ids of held rows that the fetched page proves wrong: they would lie within it, and do not.
 * A row that changed after the page was asked for is left alone. */
export function disproved(
  held: Iterable<ConversationView>,
  key: ListKey,
  eye: Eye,
  page: FetchedPage,
  touched: Readonly<Record<string, number>>,
): string[] {
  const inPage = new Set(page.rows.map((row) => row.id));
  const bottom = page.rows.at(-1);
  if (!bottom && !page.last) return []; // it looked at others, and does not say how far
  const floor = page.last || !bottom ? "" : sortKey(bottom, key, eye.me);
  const wrong: string[] = [];
  for (const row of held) {
    if (inPage.has(row.id) || !belongs(row, key, eye)) continue;
    const at = sortKey(row, key, eye.me);
    const within = (!floor || !above(key, floor, at)) && (page.ceiling === "" || above(key, page.ceiling, at));
    if (within && (touched[row.id] ?? 0) < page.startedAt) wrong.push(row.id);
  }
  return wrong;
}

/** What the sidebar says: exact if all is loaded, else "30+". '' for nothing. */
export function countLabel(loaded: number, more: boolean): string {
  if (more) return `${loaded}+`;
  return loaded === 0 ? "" : String(loaded);
}

/** Open conversations by queue and by tag. */
export function groupCounts(rows: Iterable<ConversationView>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of rows) {
    if (row.status !== "open") continue;
    const groups = [`queue-${row.queue_id ?? ""}`, ...(row.tags ?? []).map((tag) => `tag-${tag}`)];
    for (const group of groups) counts[group] = (counts[group] ?? 0) + 1;
  }
  return counts;
}

/** The row to go to by j (+1) or k (-1). */
export function neighbour(
  rows: readonly ConversationView[],
  current: string,
  step: 1 | -1,
): ConversationView | undefined {
  const at = rows.findIndex((row) => row.id === current);
  if (at < 0) return rows[0];
  return rows[Math.min(Math.max(at + step, 0), rows.length - 1)];
}

// A filter in an address ----------------------------------------------------------------------------

export function filterView(filter: ConversationFilter): ViewName {
  const bytes = new TextEncoder().encode(JSON.stringify(filter));
  const text = btoa(String.fromCharCode(...bytes));
  return `filter-${text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
}

/** null for what is none. */
export function filterOf(view: ViewName): ConversationFilter | null {
  try {
    const text = partsOf(view).of.replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const filter = JSON.parse(new TextDecoder().decode(bytes)) as ConversationFilter;
    return makesSense(filter) ? filter : null;
  } catch {
    return null;
  }
}
