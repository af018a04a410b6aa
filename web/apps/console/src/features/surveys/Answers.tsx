import { Button, Switch } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { SurveyAnswer, SurveyView } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { everyPage } from "../../api/everyPage";
import * as api from "../../api/surveys";
import { Ago } from "../../ui/Ago";
import { Failed } from "../../ui/Failed";
import { saveTable } from "../../ui/saveFile";
import { sayWhy } from "../../ui/sayWhy";
import { LineSkeletons } from "../../ui/Skeleton";
import { toast } from "../../ui/toasts";
import { More } from "../settings/More";
import { table } from "./csv";
import css from "./Results.module.css";
import { tone } from "./score";
import { useNames } from "./useNames";

const MOST_PAGES = 200; // of a hundred answers each, in one file

interface Props {
  id: string;
  survey: SurveyView;
  period: api.Period;
}

export function Answers({ id, survey, period }: Props) {
  const { t } = useTranslation();
  const [only, setOnly] = useState(false);
  const found = useInfiniteQuery({
    queryKey: ["surveys", id, "answers", period],
    queryFn: ({ pageParam }) => api.surveyAnswers(id, period, pageParam),
    initialPageParam: "",
    getNextPageParam: (last) => last.cursor || undefined,
    staleTime: 5_000,
  });
  const { data } = found;
  const answers = data?.pages.flatMap((page) => page.answers) ?? [];
  const shown = only ? answers.filter(({ comment }) => comment) : answers;
  return (
    <section className={css.answers}>
      <header>
        <h2>{t("surveys.comments")}</h2>
        <Switch
          size="xs"
          label={t("surveys.onlyComments")}
          checked={only}
          onChange={(event) => setOnly(event.currentTarget.checked)}
        />
        <Download id={id} survey={survey} period={period} />
      </header>
      {found.isPending && <LineSkeletons count={4} />}
      {found.isLoadingError && <Failed title={t("surveys.failed")} error={found.error} retry={() => void found.refetch()} />}
      {data && shown.length === 0 && <p className={css.quiet}>{t("surveys.noAnswers")}</p>}
      <ul>
        {shown.map((one) => (
          <Row key={one.id} one={one} survey={survey} />
        ))}
      </ul>
      <More found={found} label={t("surveys.more")} />
    </section>
  );
}

function Row({ one, survey }: { one: SurveyAnswer; survey: SurveyView }) {
  const { t } = useTranslation();
  const names = useNames();
  const name = one.contact_name || t("visitor");
  const main = survey.questions.find(({ kind }) => kind !== "choice" && kind !== "text");
  const others = (one.answers ?? []).filter(({ question_id }) => question_id !== main?.id && question_id !== "comment");
  const about = [names.agent(one.agent_id ?? ""), names.queue(one.queue_id ?? ""), names.channel(one.channel_id ?? "")];
  return (
    <li data-testid="survey-answer">
      {main && (
        <b className={`${css.mark} num`} data-tone={one.score ? tone(main, one.score) : "plain"}>
          {one.score || "–"}
        </b>
      )}
      <div className={css.said}>
        {one.comment && <p>{one.comment}</p>}
        {others.length > 0 && <p className={css.others}>{others.map(({ title }) => title).join(" · ")}</p>}
        <p className={css.quiet}>
          <Link href={`/inbox/all/resolved/${one.conversation_id}`} aria-label={t("surveys.open", { name })}>
            {name}
          </Link>
          {about.filter(Boolean).map((word) => ` · ${word}`)} · <Ago at={one.answered_at ?? one.asked_at} />
          {!!one.changed && ` · ${t("surveys.changed")}`}
        </p>
      </div>
    </li>
  );
}

function Download({ id, survey, period }: Props) {
  const { t } = useTranslation();
  const names = useNames();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      const { rows, more } = await everyPage<SurveyAnswer>(MOST_PAGES, async (cursor) => {
        const { answers, cursor: next } = await api.surveyAnswers(id, period, cursor, 100);
        return [answers, next];
      });
      const head = (name: "score") => t(`surveys.columns.${name}`);
      const before = ["asked_at", "answered_at", "contact", "score"].map((name) => head(name as "score"));
      const after = ["comment", "agent", "queue", "channel", "tags", "conversation"].map((name) => head(name as "score"));
      const asks = survey.questions.map((one) => one.text || t(`surveys.kinds.${one.kind}`));
      saveTable(
        `${t("surveys.csvName")}-${period.first}-${period.last}.csv`,
        table([...before, ...asks, ...after], survey.questions, rows, names),
      );
      if (more) toast({ tone: "plain", text: t("surveys.csvCut", { count: rows.length }) });
    } catch (error) {
      toast({ tone: "bad", text: sayWhy(error) });
    }
    setBusy(false);
  };
  return (
    <Button size="xs" variant="default" loading={busy} leftSection={<IconDownload size={14} />} onClick={() => void save()}>
      {t("surveys.csv")}
    </Button>
  );
}
