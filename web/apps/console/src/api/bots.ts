// docs/api.md: flows as agents meet them.
import type { ConversationView } from "@tertulia/protocol";
import { client } from "./session";

export interface FlowName {
  id: string;
  name: string;
  enabled: boolean; // only a published one can be
}

export const flowNames = async (): Promise<FlowName[]> =>
  (await client.request<{ flows: FlowName[] }>("GET", "/flows")).flows;

/** clientId: the same for each try of one transfer. */
export const giveToBot = (id: string, flow: string, clientId: string) =>
  client.request<ConversationView>("POST", `/conversations/${encodeURIComponent(id)}/bot`, {
    flow_id: flow,
    client_id: clientId,
  });
