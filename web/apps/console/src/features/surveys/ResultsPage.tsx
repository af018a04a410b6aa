import { NativeSelect } from "@mantine/core";
import { IconChevronLeft, IconMoodEmpty } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { SurveyResults } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import * as api from "../../api/surveys";
import { useWorkspace } from "../../app/workspace";
import { Empty } from "../../ui/Empty";
import { Failed } from "../../ui/Failed";
import { LineSkeletons } from "../../ui/Skeleton";
import settings from "../settings/Settings.module.css";
import { Answers } from "./Answers";
import { Days, Spread } from "./Charts";
import { Parts } from "./Parts";
import { OwnDays } from "./OwnDays";
import { lastDays, LENGTHS, type Length } from "./period";
import css from "./Results.module.css";
import { Tiles } from "./Tiles";

const LONGEST = 731; // days, as the server has it

export function ResultsPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const { account } = useWorkspace();
  const [now] = useState(Date.now);
  const [length, setLength] = useState<Length>("month");
  const [own, setOwn] = useState(() => lastDays(now, account.time_zone, "month"));
  const [by, setBy] = useState<api.SurveyBy>("agent");
  const period = length === "own" ? own : lastDays(now, account.time_zone, length);
  const { data, error, refetch } = useQuery({
    queryKey: ["surveys", id, "results", period, by],
    queryFn: () => api.surveyResults(id, period, by),
    placeholderData: keepPreviousData,
    staleTime: 5_000,
  });
  return (
    <>
      <Link href="/settings/surveys" className={settings.back}>
        <IconChevronLeft size={16} /> {t("surveys.back")}
      </Link>
      <header className={css.head}>
        <h1>{data?.survey.name ?? t("surveys.results")}</h1>
        <div className={css.period}>
          <NativeSelect
            aria-label={t("surveys.period")}
            value={length}
            onChange={(event) => setLength(event.currentTarget.value as Length)}
            data={[...Object.keys(LENGTHS), "own"].map((value) => ({
              value,
              label: t(`surveys.periods.${value as Length}`),
            }))}
          />
          {length === "own" && (
            <OwnDays
              days={own}
              longest={LONGEST}
              labels={{ first: t("surveys.from"), last: t("surveys.to") }}
              change={setOwn}
            />
          )}
        </div>
      </header>
      {error && !data && <Failed title={t("surveys.failed")} error={error} retry={() => void refetch()} />}
      {!data && !error && <LineSkeletons count={8} />}
      {data && <Shown id={id} data={data} period={period} by={by} setBy={setBy} />}
    </>
  );
}

interface Props {
  id: string;
  data: SurveyResults;
  period: api.Period;
  by: api.SurveyBy;
  setBy(by: api.SurveyBy): void;
}

function Shown({ id, data, period, by, setBy }: Props) {
  const { t } = useTranslation();
  if (!data.total.asked)
    return <Empty icon={<IconMoodEmpty size={22} />} title={t("surveys.noResults")} text={t("surveys.noResultsText")} />;
  return (
    <div className={css.results} data-testid="survey-results">
      <Tiles data={data} />
      <Days data={data} />
      {data.questions.map((one) => (
        <Spread key={one.question.id} spread={one} />
      ))}
      <Parts data={data} by={by} setBy={setBy} />
      <Answers id={id} survey={data.survey} period={period} />
    </div>
  );
}
