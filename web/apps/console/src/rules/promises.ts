// What queues promised, as a list: the nearest deadline first, so what is late stands on top.
import type { ConversationFilter, QueueView } from "@tertulia/protocol";
import { filterView } from "./lists";

const PROMISED: ConversationFilter = {
  match: "all",
  rules: [{ field: "promise", operator: "present", values: [] }],
  groups: [],
};

export const DEADLINES = filterView(PROMISED);

/** Whether any queue promises something at all. */
export const arePromised = (queues: readonly QueueView[]): boolean =>
  queues.some(({ rules }) => Object.values(rules?.targets ?? {}).some((minutes) => Number(minutes) > 0));
