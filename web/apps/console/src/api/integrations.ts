// What the account is connected to: Slack, Google Sheets, a bot of one's own.
import type { ConnectionChange, ConnectionView, Consented, ConsentView, IntegrationList, NewConnection } from "@tertulia/protocol";
import { client } from "./session";

const { request } = client;
const at = (id: string) => `/integrations/${encodeURIComponent(id)}`;

export const integrations = () => request<IntegrationList>("GET", "/integrations");

export const addConnection = (body: NewConnection) => request<ConnectionView>("POST", "/integrations", body);

export const changeConnection = (id: string, body: ConnectionChange) => request<ConnectionView>("PATCH", at(id), body);

export const removeConnection = (id: string) => request<void>("DELETE", at(id));

export const beginConsent = (id: string) => request<ConsentView>("POST", `${at(id)}/consent`);

export const finishConsent = (brought: Consented) => request<ConnectionView>("POST", "/integrations/consents", brought);

export const testConnection = (id: string) => request<ConnectionView>("POST", `${at(id)}/test`);
