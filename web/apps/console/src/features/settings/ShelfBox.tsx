import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { ChannelView } from "@tertulia/protocol";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../../api/shelf";
import { followJob, useJobs } from "../../live/jobs";
import { sayWhy } from "../../ui/sayWhy";
import { toast } from "../../ui/toasts";
import css from "./Settings.module.css";

const MANY = 100; // the server counts no further

/** What came in and was not understood; after an update it can be read again. */
export function ShelfBox({ channel }: { channel: ChannelView }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const queryKey = ["shelf", channel.id];
  const { data } = useQuery({ queryKey, queryFn: () => api.shelf(channel.id), staleTime: 0 });
  const [started, setStarted] = useState("");
  const job = useJobs(({ jobs }) => jobs[started]);
  const finished = job && job.state !== "running" ? job.id : "";
  useEffect(() => {
    if (finished) void queries.invalidateQueries({ queryKey: ["shelf", channel.id] });
  }, [finished, queries, channel.id]);
  async function readAgain(): Promise<void> {
    try {
      const begun = await api.readAgain(channel.id, crypto.randomUUID());
      followJob(begun);
      setStarted(begun.id);
    } catch (error) {
      toast({ tone: "bad", text: sayWhy(error) });
    }
  }
  const kept = data?.kept ?? 0;
  if (!kept && !job) return null;
  const count = kept >= MANY ? `${MANY}+` : String(kept);
  return (
    <section className={css.box} data-testid="shelf">
      <h2>{t("settings.shelf.title")}</h2>
      <p>{kept ? t("settings.shelf.text", { count: kept, shown: count }) : t("settings.shelf.nothingLeft")}</p>
      {kept > 0 && (
        <div className={css.buttons}>
          <Button variant="default" loading={job?.state === "running"} onClick={() => void readAgain()}>
            {t("settings.shelf.readAgain")}
          </Button>
        </div>
      )}
      <div className={css.result} role="status">
        {finished && (
          <p>
            {job?.state === "failed"
              ? t("contacts.job.failed")
              : t("settings.shelf.read", { count: job?.counts?.read ?? 0 })}
          </p>
        )}
      </div>
    </section>
  );
}
