// Long work that this person started: imports, exports, merges. The socket tells; asking makes sure.
import type { JobView } from "@tertulia/protocol";
import { create } from "zustand";
import * as api from "../api/contacts";
import { ApiError } from "../api/client";

const ASK = 4_000; // ms without news

export const useJobs = create<{ jobs: Record<string, JobView> }>(() => ({ jobs: {} }));

/** What is newer replaces what is shown; the same twice, or late, changes nothing. */
export function withJob(jobs: Record<string, JobView>, job: JobView): Record<string, JobView> {
  const held = jobs[job.id];
  return held && (held.version ?? 0) >= (job.version ?? 0) ? jobs : { ...jobs, [job.id]: job };
}

/** Whether its step was given up: it can be tried again. */
export const isStuck = (job: JobView): boolean => job.state === "failed" && job.why === "stuck";

/** Only jobs that this tab knows are shown: another tab shows its own. What got stuck, all show. */
export function jobTold(job: JobView): void {
  useJobs.setState(({ jobs }) => ({ jobs: jobs[job.id] || isStuck(job) ? withJob(jobs, job) : jobs }));
}

const NEWS = 2 * 24 * 60 * 60 * 1000; // ms: what got stuck longer ago has been seen

/** What got stuck while nobody looked. */
export async function findStuck(now: number): Promise<void> {
  const { jobs } = await api.jobs();
  for (const job of jobs) if (isStuck(job) && now - Date.parse(job.created_at) < NEWS) jobTold(job);
}

export function followJob(job: JobView): void {
  useJobs.setState(({ jobs }) => ({ jobs: withJob(jobs, job) }));
  setTimeout(() => void askAgain(job.id), ASK);
}

export function dismissJob(id: string): void {
  useJobs.setState(({ jobs: { [id]: _, ...jobs } }) => ({ jobs }));
}

async function askAgain(id: string): Promise<void> {
  if (useJobs.getState().jobs[id]?.state !== "running") return;
  try {
    jobTold(await api.job(id));
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return dismissJob(id);
  }
  setTimeout(() => void askAgain(id), ASK);
}
