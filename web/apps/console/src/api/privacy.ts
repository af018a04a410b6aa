// What is kept how long, what was erased, who did what: docs/api.md.
import type { AuditPage, JobView, ReceiptPage, RetentionChange, RetentionView } from "@tertulia/protocol";
import { client } from "./session";

const { request } = client;
const contact = (id: string): string => `/contacts/${encodeURIComponent(id)}`;

export const takeOut = (id: string) => request<JobView>("POST", `${contact(id)}/export`);

export const erase = (id: string) => request<JobView>("POST", `${contact(id)}/erase`);

export const retention = () => request<RetentionView>("GET", "/privacy/retention");

export const changeRetention = (body: RetentionChange) => request<RetentionView>("PUT", "/privacy/retention", body);

export const receipts = (cursor: string) =>
  request<ReceiptPage>("GET", `/privacy/receipts?${new URLSearchParams({ cursor })}`);

export interface AuditFilter {
  agent_id: string;
  action: string;
}

export const audit = (filter: AuditFilter, cursor: string, limit = 50) =>
  request<AuditPage>("GET", `/audit?${new URLSearchParams({ ...filter, cursor, limit: String(limit) })}`);
