import { useQuery } from "@tanstack/react-query";
import type { SavedView } from "@tertulia/protocol";
import * as api from "../../api/lists";
import { filterOf, partsOf, type ListKey } from "../../rules/lists";

export function useViews() {
  return useQuery({ queryKey: ["views"], queryFn: async () => (await api.savedViews()).views });
}

export type Resolved =
  | { state: "ready"; list: ListKey; saved?: SavedView }
  | { state: "loading" }
  | { state: "missing" };

/** The list of an address, with the filter that it stands for. */
export function useResolved(list: ListKey): Resolved {
  const { data, error } = useViews();
  const { kind, of } = partsOf(list.view);
  if (kind === "filter") {
    const filter = filterOf(list.view);
    return filter ? { state: "ready", list: { ...list, filter } } : { state: "missing" };
  }
  if (kind !== "view") return { state: "ready", list };
  const saved = data?.find((view) => view.id === of);
  if (saved) return { state: "ready", list: { ...list, filter: saved.filter }, saved };
  return data || error ? { state: "missing" } : { state: "loading" };
}
