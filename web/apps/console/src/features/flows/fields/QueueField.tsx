import { useWorkspace } from "../../../app/workspace";
import { SelectField, type Bound } from "./basic";

/** none: what no queue at all means here. */
export function QueueField({ none, ...rest }: Bound & { none: string }) {
  const { queues } = useWorkspace();
  return <SelectField {...rest} choices={[{ value: "", label: none }, ...queues.map(({ id, name }) => ({ value: id, label: name }))]} />;
}
