import type {
  ContactPage,
  ContactRequest,
  ContactView,
  ImportPreview,
  ImportRequest,
  JobFile,
  Jobs,
  JobView,
  MergeRequest,
  UploadTicket,
} from "@tertulia/protocol";
import { client } from "./session";

const { request } = client;
const path = (id: string): string => `/contacts/${encodeURIComponent(id)}`;

export type ContactField = NonNullable<MergeRequest["theirs"]>[number];
export type ContactSort = "name" | "newest";

export const contactPage = (sort: ContactSort, cursor: string, limit = 50) =>
  request<ContactPage>("GET", `/contacts?${new URLSearchParams({ sort, cursor, limit: String(limit) })}`);

export const createContact = (body: ContactRequest) => request<ContactView>("POST", "/contacts", body);

export const duplicates = (id: string) => request<ContactPage>("GET", `${path(id)}/duplicates`);

export const mergeContacts = (id: string, otherId: string, theirs: ContactField[]) =>
  request<JobView>("POST", `${path(id)}/merge`, { other_id: otherId, theirs });

export const blockContact = (id: string, blocked: boolean) =>
  request<ContactView>("POST", `${path(id)}/block`, { blocked });

export const importUpload = (size: number) => request<UploadTicket>("POST", "/imports/uploads", { size });

export const importPreview = (key: string) => request<ImportPreview>("POST", "/imports/preview", { key });

export const startImport = (body: ImportRequest) => request<JobView>("POST", "/imports", body);

export const startExport = (clientId: string) => request<JobView>("POST", "/exports", { client_id: clientId });

export const job = (id: string) => request<JobView>("GET", `/jobs/${encodeURIComponent(id)}`);

export const jobs = () => request<Jobs>("GET", "/jobs");

export const retryJob = (id: string) => request<JobView>("POST", `/jobs/${encodeURIComponent(id)}/retry`, {});

export const jobFile = (id: string) => request<JobFile>("GET", `/jobs/${encodeURIComponent(id)}/file`);
