// A draft goes live, or an older version comes back.
import * as api from "../api/flowTools";
import { flow as fetchFlow } from "../api/flows";
import { useBuilder } from "../features/flows/state";
import { sayTool } from "../features/flows/toolWords";
import { backToDraft } from "../features/flows/viewing";
import { open, saveNow } from "../features/flows/useDraft";
import { queries } from "../live/listFetch";
import { toast } from "../ui/toasts";

const { getState: get, setState: set } = useBuilder;

/** Rejects with what the server said, or if the draft could not be kept first. */
export async function publishFlow(note: string): Promise<void> {
  await saveNow();
  if (get().saving !== "kept") throw new NotKept();
  const { id, version } = get();
  await api.publish(id, version, note);
  const { flow } = await fetchFlow(id);
  if (get().id === id) set({ published: flow.published ?? 0, enabled: flow.enabled, changed: flow.changed ?? false });
  forgetLists(id);
  toast({ tone: "good", text: sayTool("publish.done", { number: flow.published }) });
}

/** That version's graph is published again, and is the draft. */
export async function rollBackFlow(to: number): Promise<void> {
  const { id } = get();
  backToDraft();
  await saveNow();
  await api.rollBack(id, to);
  const detail = await fetchFlow(id);
  if (get().id === id) open(detail);
  forgetLists(id);
  toast({ tone: "good", text: sayTool("versions.done", { number: to }) });
}

class NotKept extends Error {}
export const isNotKept = (error: unknown): boolean => error instanceof NotKept;

function forgetLists(id: string): void {
  void queries.invalidateQueries({ queryKey: ["flows"] });
  void queries.invalidateQueries({ queryKey: ["flow", id, "versions"] });
}
