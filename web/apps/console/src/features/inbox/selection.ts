// Which rows of the list are chosen for a change of many. Gone with the list that it was made in.
import { create } from "zustand";

interface Selection {
  ids: ReadonlySet<string>;
  anchor: string; // where a range begins
}

const NONE: Selection = { ids: new Set(), anchor: "" };

export const useSelection = create<Selection>(() => NONE);

export const clearSelection = (): void => useSelection.setState(NONE);

/** What was done with them is done; what was chosen meanwhile stays. */
export const deselect = (done: readonly string[]): void =>
  useSelection.setState(({ ids, anchor }) => ({ ids: new Set([...ids].filter((id) => !done.includes(id))), anchor }));

export const selectAll = (ids: readonly string[]): void =>
  useSelection.setState({ ids: new Set(ids), anchor: ids[0] ?? "" });

export function toggleSelected(id: string): void {
  useSelection.setState(({ ids }) => {
    const next = new Set(ids);
    if (!next.delete(id)) next.add(id);
    return { ids: next, anchor: id };
  });
}

/** From the last one that was toggled up to this one. order: the list's ids from the top. */
export function selectRange(order: readonly string[], id: string): void {
  useSelection.setState(({ ids, anchor }) => ({ ids: new Set([...ids, ...range(order, anchor, id)]), anchor: id }));
}

export function range(order: readonly string[], from: string, to: string): string[] {
  const [a, b] = [order.indexOf(from), order.indexOf(to)];
  if (b < 0) return [];
  if (a < 0) return [to];
  return order.slice(Math.min(a, b), Math.max(a, b) + 1);
}

/** Those that the list still shows. */
export function useSelected(order: readonly { id: string }[]): string[] {
  const ids = useSelection((selection) => selection.ids);
  return ids.size === 0 ? [] : order.flatMap(({ id }) => (ids.has(id) ? id : []));
}
