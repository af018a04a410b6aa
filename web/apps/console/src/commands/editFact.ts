// What is kept about a conversation by name. Whoever writes last wins: a line in the thread tells all.
import * as api from "../api/endpoints";
import { putRows } from "../live/state";
import { update } from "../live/store";
import type { AttributeResult } from "./editAttributes";

/** '' takes it away. Throws what the server refused. */
export async function editFact(id: string, name: string, value: string): Promise<AttributeResult> {
  const row = await api.changeConversation(id, { attributes: { [name]: value } });
  update((state) => putRows(state, [row], Date.now()));
  return { kind: "saved" };
}
