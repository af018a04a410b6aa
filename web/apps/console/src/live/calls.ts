// Callbacks as the socket tells them, and as they are fetched on each connection.
import type { CallbackView } from "@tertulia/protocol";
import i18n from "i18next";
import { create } from "zustand";
import * as api from "../api/visits";
import { putCall, putOpen, type Calls } from "../rules/callbacks";
import { toast } from "../ui/toasts";
import { showDesktop } from "./desktop";
import { queries } from "./listFetch";

interface State {
  calls: Calls;
  /** Those that this agent does not want to hear ringing. */
  hushed: Readonly<Record<string, number>>; // id -> version
}

export const useCalls = create<State>(() => ({ calls: {}, hushed: {} }));

export const hush = (view: CallbackView): void =>
  useCalls.setState(({ hushed }) => ({ hushed: { ...hushed, [view.id]: view.version } }));

/** Something of a callback that was written, here or elsewhere. */
export function knowCall(view: CallbackView): void {
  useCalls.setState(({ calls }) => ({ calls: putCall(calls, view, Date.now()) }));
}

export function callEvent(view: CallbackView, me: string, agentName: (id: string) => string): void {
  const before = useCalls.getState().calls[view.id]?.view;
  if (before && before.version >= view.version) return;
  knowCall(view);
  void queries.invalidateQueries({ queryKey: ["callbacks"] });
  const name = view.name || view.phone;
  if (view.status === "ringing")
    showDesktop(i18n.t("calls.asks", { name }), view.phone, `callback#${view.id}`, view.conversation_id ?? "");
  if (before?.status !== "ringing") return;
  if (view.status === "accepted" && view.accepted_by !== me)
    toast({ tone: "plain", text: i18n.t("calls.taken", { agent: agentName(view.accepted_by ?? "") }) });
  if (view.status === "missed") toast({ tone: "bad", text: i18n.t("calls.missedNotice", { name }) });
}

/** On each connection: what was told while nobody listened. */
export async function refreshCalls(): Promise<void> {
  const page = await api.callbacks("open");
  useCalls.setState(({ calls }) => ({ calls: putOpen(calls, page.callbacks, !page.cursor) }));
  void queries.invalidateQueries({ queryKey: ["callbacks"] });
}

/** Another person may sign in on this screen. */
export const forgetCalls = (): void => useCalls.setState({ calls: {}, hushed: {} });
