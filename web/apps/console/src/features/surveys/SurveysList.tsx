import { Button, Switch } from "@mantine/core";
import { IconChartBar, IconMoodSmile, IconPlus } from "@tabler/icons-react";
import type { SurveyView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { turnSurvey } from "../../commands/surveys";
import { Empty } from "../../ui/Empty";
import { Failed } from "../../ui/Failed";
import { RowSkeletons } from "../../ui/Skeleton";
import settings from "../settings/Settings.module.css";
import css from "./Surveys.module.css";
import { useSurveys } from "./useSurveys";

const LIST = "/settings/surveys";

export function SurveysList() {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const { data, error, refetch } = useSurveys();
  const list = data?.surveys ?? [];
  const add = () => go(`${LIST}/new`);
  return (
    <>
      <header className={settings.head}>
        <div>
          <h1>{t("surveys.title")}</h1>
          <p className={settings.lead}>{t("surveys.lead")}</p>
        </div>
        <Button size="sm" leftSection={<IconPlus size={16} />} onClick={add}>
          {t("surveys.add")}
        </Button>
      </header>
      {error && !data && <Failed title={t("surveys.failed")} error={error} retry={() => void refetch()} />}
      {!data && !error && <RowSkeletons count={3} />}
      {data && list.length === 0 && (
        <Empty
          icon={<IconMoodSmile size={22} />}
          title={t("surveys.none")}
          text={t("surveys.noneText")}
          action={{ label: t("surveys.add"), run: add }}
        />
      )}
      {list.length > 0 && (
        <ul className={css.cards}>
          {list.map((one) => (
            <Card key={one.id} survey={one} />
          ))}
        </ul>
      )}
    </>
  );
}

function Card({ survey }: { survey: SurveyView }) {
  const { t } = useTranslation();
  const kinds = [...new Set(survey.questions.map(({ kind }) => t(`surveys.kinds.${kind}`)))];
  const when = t(survey.rule.automatic ? "surveys.whenAutomatic" : "surveys.whenAsked");
  return (
    <li className={css.card} data-testid="survey-card">
      <Link href={`${LIST}/${survey.id}`} className={css.words}>
        <strong>{survey.name}</strong>
        <span>
          {kinds.join(", ")} · {when}
        </span>
      </Link>
      <Button
        component={Link}
        href={`${LIST}/${survey.id}/results`}
        size="xs"
        variant="default"
        leftSection={<IconChartBar size={16} />}
        aria-label={t("surveys.resultsOf", { name: survey.name })}
      >
        {t("surveys.results")}
      </Button>
      <Switch
        checked={survey.enabled ?? true}
        aria-label={t("surveys.turnOn", { name: survey.name })}
        onChange={(event) => void turnSurvey(survey, event.currentTarget.checked)}
      />
    </li>
  );
}
