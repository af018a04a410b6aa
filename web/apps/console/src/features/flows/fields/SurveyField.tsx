import { useSurveys } from "../names";
import { useWords } from "../words";
import { SelectField, type Bound } from "./basic";

export function SurveyField(props: Bound) {
  const { t } = useWords();
  const { data = [] } = useSurveys(true);
  return <SelectField {...props} choices={[{ value: "", label: t("field.choose") }, ...data.map(({ id, name }) => ({ value: id, label: name }))]} />;
}
