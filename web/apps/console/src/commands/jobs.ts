// Starting long work. Each carries an id of ours, so that a repeat starts nothing twice.
import type { ImportRequest, JobView } from "@tertulia/protocol";
import * as api from "../api/contacts";
import { followJob } from "../live/jobs";
import { post } from "./uploadFile";

export async function uploadTable(file: File): Promise<string> {
  const ticket = await api.importUpload(file.size);
  await post(ticket, file, () => undefined, new AbortController().signal);
  return ticket.key;
}

export async function startImport(asked: ImportRequest): Promise<JobView> {
  const job = await api.startImport(asked);
  followJob(job);
  return job;
}

export async function startExport(): Promise<JobView> {
  const job = await api.startExport(crypto.randomUUID());
  followJob(job);
  return job;
}

export async function startMerge(id: string, otherId: string, theirs: api.ContactField[]): Promise<JobView> {
  const job = await api.mergeContacts(id, otherId, theirs);
  followJob(job);
  return job;
}

/** One that got stuck goes on from where it stood. */
export async function retryJob(id: string): Promise<void> {
  followJob(await api.retryJob(id));
}

/** Straight from the bucket, as a download. */
export async function downloadJobFile(id: string): Promise<void> {
  const { url } = await api.jobFile(id);
  const link = document.createElement("a");
  link.href = url;
  link.rel = "noopener";
  link.click();
}
