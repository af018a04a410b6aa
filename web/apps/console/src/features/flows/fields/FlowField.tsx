import { useBuilder } from "../state";
import { useFlows } from "../names";
import { useWords } from "../words";
import { SelectField, type Bound } from "./basic";

/** Another flow of the account. */
export function FlowField(props: Bound) {
  const { t } = useWords();
  const { data = [] } = useFlows();
  const own = useBuilder(({ id }) => id);
  const others = data.filter(({ id }) => id !== own).map(({ id, name }) => ({ value: id, label: name }));
  return <SelectField {...props} choices={[{ value: "", label: t("field.choose") }, ...others]} />;
}
