// Outbound webhooks: endpoints, secrets, the ledger, and what answers left beside a conversation.
import type {
  BesideList,
  DeliveryLine,
  DeliveryPage,
  DeliveryWhole,
  NewWebhook,
  WebhookChange,
  WebhookList,
  WebhookSecret,
  WebhookView,
} from "@tertulia/protocol";
import { client } from "./session";

export type DeliveryStatus = DeliveryLine["state"];

const { request } = client;
const part = encodeURIComponent;
const at = (id: string) => `/webhooks/${part(id)}`;

export const webhooks = () => request<WebhookList>("GET", "/webhooks");

export const addWebhook = (body: NewWebhook) => request<WebhookSecret>("POST", "/webhooks", body);

export const changeWebhook = (id: string, body: WebhookChange) => request<WebhookView>("PATCH", at(id), body);

export const removeWebhook = (id: string) => request<void>("DELETE", at(id));

export const replaceSecret = (id: string, hours: number) =>
  request<WebhookSecret>("POST", `${at(id)}/secret`, { hours });

export const testWebhook = (id: string) => request<DeliveryLine>("POST", `${at(id)}/test`);

export function deliveries(id: string, state: DeliveryStatus | "", cursor: string) {
  const query = new URLSearchParams({ state, cursor });
  return request<DeliveryPage>("GET", `${at(id)}/deliveries?${query}`);
}

export const delivery = (id: string, one: string) => request<DeliveryWhole>("GET", `${at(id)}/deliveries/${part(one)}`);

export const resend = (id: string, one: string) =>
  request<DeliveryLine>("POST", `${at(id)}/deliveries/${part(one)}/resend`);

export const resendFailed = (id: string, since: string) => request<void>("POST", `${at(id)}/resend`, { since });

export const cards = (conversation: string) =>
  request<BesideList>("GET", `/conversations/${part(conversation)}/beside`);
