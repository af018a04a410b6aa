// The styles of what only these pages use, in the library's own order.
import "@mantine/core/styles/Combobox.css";
import "@mantine/core/styles/Pill.css";
import "@mantine/core/styles/PillsInput.css";
import "@mantine/core/styles/NumberInput.css";
import { useTranslation } from "react-i18next";
import { Redirect, Route, Switch } from "wouter";
import { Failed } from "../../ui/Failed";
import { LineSkeletons } from "../../ui/Skeleton";
import { ResultsPage } from "./ResultsPage";
import { SurveyForm } from "./SurveyForm";
import { SurveysList } from "./SurveysList";
import { useSurveys } from "./useSurveys";

/** A page of the settings. */
export default function SurveysPage() {
  return (
    <Switch>
      <Route path="/settings/surveys" component={SurveysList} />
      <Route path="/settings/surveys/new">
        <SurveyForm />
      </Route>
      <Route path="/settings/surveys/:id/results">{({ id }) => <ResultsPage key={id} id={id} />}</Route>
      <Route path="/settings/surveys/:id">{({ id }) => <Editing key={id} id={id} />}</Route>
    </Switch>
  );
}

function Editing({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useSurveys();
  if (error && !data) return <Failed title={t("surveys.failed")} error={error} retry={() => void refetch()} />;
  if (!data) return <LineSkeletons count={6} />;
  const found = data.surveys.find((one) => one.id === id);
  return found ? <SurveyForm stored={found} /> : <Redirect to="/settings/surveys" replace />;
}
