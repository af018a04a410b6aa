// The secret address of a flow's webhook: docs/flows.md.
import type { HookAddress } from "@tertulia/protocol";
import { client } from "./session";

export const hookAddress = (flow: string, webhook: string) =>
  client.request<HookAddress>("GET", `/flows/${encodeURIComponent(flow)}/webhooks/${encodeURIComponent(webhook)}`);
