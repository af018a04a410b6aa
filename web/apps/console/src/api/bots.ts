// docs/api.md: flows as agents meet them.
import type { ConversationView } from "@tertulia/protocol";
import { client } from "./session";

export interface FlowName {
  id: string;
  name: string;
  enabled?: boolean;
  published?: number; // the version that runs; 0 = none
}

export const flowNames = async (): Promise<FlowName[]> =>
  (await client.request<{ flows: FlowName[] }>("GET", "/flows")).flows;

export const giveToBot = (id: string, flow: string) =>
  client.request<ConversationView>("POST", `/conversations/${encodeURIComponent(id)}/bot`, { flow_id: flow });
