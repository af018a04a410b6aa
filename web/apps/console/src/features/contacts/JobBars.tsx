import { Button, Progress } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import type { JobView } from "@tertulia/protocol";
import { useEffect } from "react";
import { downloadJobFile, retryJob } from "../../commands/jobs";
import { dismissJob, findStuck, isStuck, useJobs } from "../../live/jobs";
import { queries } from "../../live/listFetch";
import { IconButton } from "../../ui/IconButton";
import { sayWhy } from "../../ui/sayWhy";
import { toast } from "../../ui/toasts";
import { useWords } from "../privacy/words";
import css from "./JobBars.module.css";

/** They are shown where they were begun; a merge that got stuck here too, for that place may be closed. */
const isElsewhere = (job: JobView): boolean =>
  job.kind === "read_again" || (job.kind === "merge" && !isStuck(job));

/** Imports and exports that run or have ended, above the list. */
export function JobBars() {
  const jobs = useJobs(({ jobs }) => jobs);
  const shown = Object.values(jobs).filter((job) => !isElsewhere(job));
  useEffect(() => void findStuck(Date.now()).catch(() => undefined), []);
  const ended = Object.values(jobs).filter((job) => job.state === "done").length;
  useEffect(() => {
    if (ended) void queries.invalidateQueries({ queryKey: ["contacts"] });
  }, [ended]);
  return (
    <>
      {shown.map((job) => (
        <div key={job.id} className={css.bar} data-testid="job">
          <JobLine job={job} />
          {job.state !== "running" && <Dismiss id={job.id} />}
        </div>
      ))}
    </>
  );
}

/** While it runs, and after. */
const WORDS: Partial<Record<JobView["kind"], readonly [string, string]>> = {
  import: ["contacts.job.importing", "contacts.job.importDone"],
  merge: ["contacts.job.merging", "contacts.job.merging"],
  take_out: ["privacy.takingOut", "privacy.takenOut"],
  erase: ["privacy.erasingNow", "privacy.erased"],
};

export function JobLine({ job }: { job: JobView }) {
  const { t } = useWords();
  const running = t(WORDS[job.kind]?.[0] ?? "contacts.job.exporting");
  const done = t(WORDS[job.kind]?.[1] ?? "contacts.job.exportDone");
  const { at = 0, total = 0 } = job;
  if (job.state === "running") {
    return (
      <div className={css.line}>
        <strong>{running}</strong>
        {total > 0 && <span className={css.numbers}>{t("contacts.job.of", { at, total })}</span>}
        <Progress
          className={css.progress}
          value={total ? (100 * at) / total : 100}
          animated
          aria-label={running}
        />
      </div>
    );
  }
  if (isStuck(job)) return <Stuck job={job} what={running} />;
  if (job.state === "failed") {
    return (
      <p className={css.bad} role="alert">
        {t("contacts.job.failed")}
      </p>
    );
  }
  return (
    <div className={css.line} role="status">
      <strong>{done}</strong>
      <Counts job={job} />
      {(job.has_report || job.has_file) && <Download job={job} />}
    </div>
  );
}

function Stuck({ job, what }: { job: JobView; what: string }) {
  const { t } = useWords();
  const run = () => void retryJob(job.id).catch((error) => toast({ tone: "bad", text: sayWhy(error) }));
  return (
    <div className={css.line} role="alert">
      <strong>{what}</strong>
      <span className={css.why}>{t("contacts.job.stuck")}</span>
      <Button size="compact-sm" variant="default" onClick={run} data-testid="job-again">
        {t("contacts.job.again")}
      </Button>
    </div>
  );
}

const COUNTS = ["created", "updated", "skipped", "refused", "exported"] as const;

function Counts({ job }: { job: JobView }) {
  const { t } = useWords();
  return (
    <span className={css.numbers}>
      {COUNTS.filter((name) => job.counts?.[name])
        .map((name) => t(`contacts.job.${name}`, { count: job.counts![name] }))
        .join(" · ")}
    </span>
  );
}

function Download({ job }: { job: JobView }) {
  const { t } = useWords();
  const run = () =>
    void downloadJobFile(job.id).catch((error) => toast({ tone: "bad", text: sayWhy(error) }));
  return (
    <Button size="compact-sm" variant="default" onClick={run} data-testid="job-file">
      {t(job.has_file ? "contacts.job.file" : "contacts.job.report")}
    </Button>
  );
}

function Dismiss({ id }: { id: string }) {
  const { t } = useWords();
  return (
    <IconButton label={t("contacts.job.dismiss")} onClick={() => dismissJob(id)}>
      <IconX size={16} />
    </IconButton>
  );
}
