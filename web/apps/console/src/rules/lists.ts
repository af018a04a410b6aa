// Which rows a list shows, and in what order. The same rules as the server's queries.
import type { ConversationView } from "@tertulia/protocol";

export const VIEWS = ["mine", "unassigned", "all"] as const;
export const STATUSES = ["open", "pending", "snoozed", "resolved"] as const;
export type View = (typeof VIEWS)[number];
export type Status = (typeof STATUSES)[number];

export interface ListKey {
  view: View;
  status: Status;
}

export const isView = (word: string): word is View => (VIEWS as readonly string[]).includes(word);
export const isStatus = (word: string): word is Status =>
  (STATUSES as readonly string[]).includes(word);

export function belongs(row: ConversationView, { view, status }: ListKey, me: string): boolean {
  if (row.status !== status) return false;
  if (view === "mine") return row.assignee_id === me;
  return view === "all" || !row.assignee_id;
}

/** Greater is nearer to the top. "all" goes by activity, the others by opening. */
export function sortKey(row: ConversationView, view: View): string {
  return `${view === "all" ? row.last_at : row.opened_at}#${row.id}`;
}

/** Rows of a list, top first. floor: the sort key of the last row fetched so far, '' if the end
 * was reached: what lies below it is not shown yet, since there may be others between. */
export function shownRows(
  rows: Iterable<ConversationView>,
  key: ListKey,
  me: string,
  floor: string,
): ConversationView[] {
  const found: { at: string; row: ConversationView }[] = [];
  for (const row of rows) {
    if (!belongs(row, key, me)) continue;
    const at = sortKey(row, key.view);
    if (at >= floor) found.push({ at, row });
  }
  return found.sort((a, b) => (a.at < b.at ? 1 : -1)).map(({ row }) => row);
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
  me: string,
  page: FetchedPage,
  touched: Readonly<Record<string, number>>,
): string[] {
  const inPage = new Set(page.rows.map((row) => row.id));
  const bottom = page.rows.at(-1);
  const floor = page.last || !bottom ? "" : sortKey(bottom, key.view);
  const wrong: string[] = [];
  for (const row of held) {
    if (inPage.has(row.id) || !belongs(row, key, me)) continue;
    const at = sortKey(row, key.view);
    const within = at >= floor && (page.ceiling === "" || at < page.ceiling);
    if (within && (touched[row.id] ?? 0) < page.startedAt) wrong.push(row.id);
  }
  return wrong;
}

/** What the sidebar says: exact if all is loaded, else "30+". '' for nothing. */
export function countLabel(loaded: number, more: boolean): string {
  if (more) return `${loaded}+`;
  return loaded === 0 ? "" : String(loaded);
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
