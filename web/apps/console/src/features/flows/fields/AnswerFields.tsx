import { useWords } from "../words";
import { NumberField, TimeField, VariableField, type Bound } from "./basic";
import { TemplateField } from "./TemplateField";

/** Where an answer is kept, and what is done about a wrong one and about none. */
export function AnswerFields({ form, needed }: Pick<Bound, "form"> & { needed?: boolean }) {
  const { t } = useWords();
  return (
    <>
      <VariableField form={form} name="variable" hint={needed ? undefined : t("field.optional")} />
      <NumberField form={form} name="retries" min={0} max={10} hint={t("field.retriesHint")} />
      {form.data.retries !== 0 && <TemplateField form={form} name="retry_text" rows={2} hint={t("field.retryTextHint")} />}
      <TimeField form={form} name="no_answer" hint={t("field.noAnswerHint")} />
    </>
  );
}
