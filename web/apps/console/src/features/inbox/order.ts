import type { ListKey, Order } from "../../rules/lists";
import { isFiltered } from "../../rules/lists";
import { preference } from "../../ui/preference";

/** Chosen on this device, for all lists but the filtered ones. */
export const orderChoice = preference<Order>("order", "newest");

export const ordered = (list: ListKey, order: Order): ListKey =>
  order === "newest" || isFiltered(list.view) ? list : { ...list, order };
