// Changes of the list of flows.
import type { FlowView } from "@tertulia/protocol";
import * as api from "../../api/flows";
import { queries } from "../../live/listFetch";
import { sayWhy } from "../../ui/sayWhy";
import { toast } from "../../ui/toasts";
import { FLOWS } from "./names";
import { flowKey, graphOf } from "./useDraft";

function put(change: (held: FlowView[]) => FlowView[]): void {
  queries.setQueryData<FlowView[]>(FLOWS, (held) => held && change(held));
}

const again = () => queries.invalidateQueries({ queryKey: FLOWS });

/** The new flow's id, '' if there is none. */
export async function newFlow(name: string): Promise<string> {
  try {
    const made = await api.addFlow(name);
    queries.setQueryData(flowKey(made.flow.id), made); // it opens at once
    put((held) => [...held, made.flow]);
    return made.flow.id;
  } catch (error) {
    toast({ tone: "bad", text: sayWhy(error) });
    return "";
  }
}

export async function duplicateFlow({ id }: FlowView, name: string): Promise<void> {
  try {
    const { flow } = await api.addFlow(name.slice(0, 80), graphOf(await api.flow(id)));
    put((held) => [...held, flow]);
  } catch (error) {
    toast({ tone: "bad", text: sayWhy(error) });
  }
}

export async function switchFlow(flow: FlowView, enabled: boolean): Promise<void> {
  const show = (on: boolean) => put((held) => held.map((one) => (one.id === flow.id ? { ...one, enabled: on } : one)));
  show(enabled);
  try {
    await api.enableFlow(flow.id, enabled);
  } catch (error) {
    show(!enabled);
    toast({ tone: "bad", text: sayWhy(error) });
  }
  void again();
}

/** Throws what the server says. */
export async function removeFlow({ id }: FlowView): Promise<void> {
  await api.removeFlow(id);
  put((held) => held.filter((one) => one.id !== id));
}
