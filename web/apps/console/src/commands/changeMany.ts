// One change of many conversations: shown at once; those that are refused go back, with the reason.
import type { BulkResult, ConversationChange, ConversationView } from "@tertulia/protocol";
import i18n from "i18next";
import * as api from "../api/lists";
import { putRows } from "../live/state";
import { live, update } from "../live/store";
import { applied } from "../rules/changes";
import { sayWhy } from "../ui/sayWhy";
import { toast } from "../ui/toasts";
import { restore, setRows } from "./changeConversation";

const AT_ONCE = 50; // the server takes 100; two halves answer sooner

/** The conversations that were changed, as they were before. */
export async function changeMany(
  ids: readonly string[],
  change: ConversationChange,
): Promise<ConversationView[]> {
  const before = ids.flatMap((id) => live().rows[id] ?? []);
  setRows(before.map((row) => applied(row, change)));
  const refused: { id: string; why: string }[] = [];
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    refused.push(...(await changeSome(ids.slice(from, from + AT_ONCE), change)));
  }
  const back = new Set(refused.map(({ id }) => id));
  restore(before.filter((row) => back.has(row.id)), change);
  if (refused[0]) {
    const reason = refused[0].why;
    toast({ tone: "bad", text: i18n.t("lists.select.failed", { count: refused.length, reason }) });
  }
  return before.filter((row) => !back.has(row.id));
}

async function changeSome(ids: string[], change: ConversationChange): Promise<{ id: string; why: string }[]> {
  try {
    const { results } = await api.changeMany({ ids, change });
    const rows = results.flatMap(({ conversation }) => conversation ?? []);
    update((state) => putRows(state, rows, Date.now()));
    return results.filter(isRefused).map(({ id, detail = "" }) => ({ id, why: detail }));
  } catch (error) {
    return ids.map((id) => ({ id, why: sayWhy(error) }));
  }
}

const isRefused = (result: BulkResult): boolean => !result.conversation;
