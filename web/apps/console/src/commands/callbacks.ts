// Accept a callback, and tell what came of it. The first to accept has it; the others hear who.
import type { CallbackResult, CallbackView } from "@tertulia/protocol";
import * as api from "../api/visits";
import { knowCall, refreshCalls } from "../live/calls";
import { queries } from "../live/listFetch";
import { sayWhy } from "../ui/sayWhy";
import { toast } from "../ui/toasts";

export async function acceptCallback(id: string): Promise<CallbackView | null> {
  try {
    return told(await api.acceptCallback(id));
  } catch (error) {
    toast({ tone: "bad", text: sayWhy(error) });
    await refreshCalls().catch(() => undefined);
    return null;
  }
}

/** Rejects, so that the form can show what is wrong. */
export async function recordOutcome(id: string, result: CallbackResult): Promise<void> {
  told(await api.callbackOutcome(id, result));
}

function told(view: CallbackView): CallbackView {
  knowCall(view);
  void queries.invalidateQueries({ queryKey: ["callbacks"] });
  return view;
}
