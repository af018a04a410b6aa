import { IconMoodSmile } from "@tabler/icons-react";
import { SurveyField } from "../fields/SurveyField";
import { TimeField, VariableField } from "../fields/basic";
import { useWords } from "../words";
import { missing, needs } from "./checks";
import type { FormProps, NodeKind } from "./kind";
import { ERROR, NO_ANSWER } from "./ports";

export const survey: NodeKind = {
  kind: "survey",
  group: "ask",
  Icon: IconMoodSmile,
  make: () => ({ survey_id: "", variable: "", limit: { amount: 24, unit: "hours" } }),
  ports: () => [{ id: "out", word: "answer" }, NO_ANSWER, ERROR],
  text: (_, { surveys = [] }) => surveys.find(({ id }) => id === _.survey_id)?.name ?? "",
  check: (data) => [...needs(data, "survey_id"), ...((data.limit as { amount?: number } | undefined)?.amount ? [] : [missing("limit")])],
  Form,
};

function Form(form: FormProps) {
  const { t } = useWords();
  return (
    <>
      <SurveyField form={form} name="survey_id" />
      <TimeField form={form} name="limit" hint={t("field.limitHint")} />
      <VariableField form={form} name="variable" label={t("field.scoreVariable")} hint={t("field.optional")} />
    </>
  );
}
