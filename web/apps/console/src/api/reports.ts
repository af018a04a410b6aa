// Reports: numbers of some days, the week's hours, what is behind a number, and now (docs/api.md).
import type { ReportBehindPage, ReportBoard, ReportHeat, ReportRow, ReportView } from "@tertulia/protocol";
import type { ReportMailChange, ReportMailList, ReportMailView } from "@tertulia/protocol";
import { client } from "./session";

const { request } = client;

export type By = "agent" | "queue" | "channel" | "flow" | "tag" | "invitation";
export type Row = ReportRow;

export interface Days {
  first: string;
  last: string;
}

export interface Only {
  of: By | "";
  value: string;
}

export const report = ({ first, last }: Days, { of, value }: Only, by: By | "" = "") =>
  request<ReportView>("GET", `/reports?${new URLSearchParams({ first, last, of, value, by })}`);

export const hours = ({ first, last }: Days) =>
  request<ReportHeat>("GET", `/reports/hours?${new URLSearchParams({ first, last })}`);

export const behind = ({ first, last }: Days, { of, value }: Only, name: string, cursor: string) =>
  request<ReportBehindPage>("GET", `/reports/conversations?${new URLSearchParams({ first, last, of, value, name, cursor })}`);

export const live = () => request<ReportBoard>("GET", "/reports/live");

export const mails = () => request<ReportMailList>("GET", "/reports/mails");
export const addMail = (body: ReportMailChange) => request<ReportMailView>("POST", "/reports/mails", body);
export const changeMail = (id: string, body: ReportMailChange) =>
  request<ReportMailView>("PUT", `/reports/mails/${encodeURIComponent(id)}`, body);
export const removeMail = (id: string) => request<void>("DELETE", `/reports/mails/${encodeURIComponent(id)}`);
