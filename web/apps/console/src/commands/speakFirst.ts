import type { Started } from "@tertulia/protocol";
import * as api from "../api/visits";
import { putRows } from "../live/state";
import { update } from "../live/store";

const ids = new Map<string, string>();

/** Write to a visitor who is silent. A second try with the same words carries the same id: it is
 * stored once. */
export async function speakFirst(contact: string, text: string): Promise<Started> {
  const key = `${contact}\n${text}`;
  const id = ids.get(key) ?? crypto.randomUUID?.() ?? `first-${Date.now()}-${Math.random().toString(36).slice(2)}`;
  ids.set(key, id);
  const started = await api.speakFirst(contact, { client_id: id, content: { kind: "text", text } });
  ids.delete(key);
  update((state) => putRows(state, [started.conversation], Date.now()));
  return started;
}
