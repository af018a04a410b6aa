import type { JobView } from "@tertulia/protocol";
import { afterEach, describe, expect, it, vi } from "vitest";
import { dismissJob, jobTold, useJobs, withJob } from "../src/live/jobs";
import { recentSearches, rememberSearch } from "../src/features/search/recent";
import { hasWords } from "../src/features/search/useSearch";

const job = (version: number, at = version): JobView => ({
  id: "j1",
  kind: "import",
  state: "running",
  at,
  total: 9,
  created_at: "2026-01-01T00:00:00.000Z",
  version,
});

afterEach(() => useJobs.setState({ jobs: {} }));

describe("jobs", () => {
  it("takes what is newer, and the same or an older one changes nothing", () => {
    const first = withJob({}, job(1));
    expect(withJob(first, job(2)).j1!.at).toBe(2);
    expect(withJob(first, job(1, 7))).toBe(first);
    expect(withJob(withJob(first, job(3)), job(2)).j1!.at).toBe(3);
  });

  it("shows what got stuck, whoever started it, and what goes on from there", () => {
    const stuck: JobView = { ...job(2), state: "failed", why: "stuck" };
    jobTold(stuck);
    expect(useJobs.getState().jobs).toEqual({ j1: stuck });
    jobTold(job(3));
    expect(useJobs.getState().jobs.j1!.state).toBe("running");
    dismissJob("j1");
    jobTold({ ...job(4), state: "failed", why: "no_columns" });
    expect(useJobs.getState().jobs).toEqual({});
  });

  it("shows no job that another tab started or that was dismissed", () => {
    jobTold(job(1));
    expect(useJobs.getState().jobs).toEqual({});
    useJobs.setState({ jobs: { j1: job(1) } });
    jobTold(job(2));
    expect(useJobs.getState().jobs.j1!.version).toBe(2);
    dismissJob("j1");
    jobTold(job(3));
    expect(useJobs.getState().jobs).toEqual({});
  });
});

describe("recent searches", () => {
  it("keeps each once, the newest first, and not what was on the way to it", () => {
    vi.stubGlobal("localStorage", undefined);
    for (const words of ["or", "order", "acai", "order", "x", " "]) rememberSearch(words);
    expect(recentSearches.get()).toEqual(["order", "acai"]);
    for (let n = 0; n < 12; n++) rememberSearch(`word ${n}!`);
    expect(recentSearches.get()).toHaveLength(8);
  });

  it("knows what the server can search for", () => {
    expect(["a", "7", "é", "買", "x."].every(hasWords)).toBe(true);
    expect(["", "  ", "...", "👍"].some(hasWords)).toBe(false);
  });
});
