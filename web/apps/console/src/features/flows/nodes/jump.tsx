import { IconArrowForward } from "@tabler/icons-react";
import { FlowField } from "../fields/FlowField";
import { SelectField } from "../fields/basic";
import { textOf } from "../fields/lists";
import { useNodeName } from "../nodeName";
import { useGraph } from "../state";
import { useWords } from "../words";
import { needs } from "./checks";
import { nameOf, type FormProps, type NodeKind } from "./kind";
import { ERROR } from "./ports";

export const jump: NodeKind = {
  kind: "jump",
  group: "decide",
  Icon: IconArrowForward,
  make: () => ({ to: "node", node_id: "", flow_id: "" }),
  ports: (data) => (data.to === "flow" ? [{ id: "out", word: "returned" }, ERROR] : []),
  text: (data, { flows, nodes = [] }) =>
    data.to === "flow" ? nameOf(flows, textOf(data, "flow_id")) : nameOf(nodes, textOf(data, "node_id")),
  check: (data) => needs(data, data.to === "flow" ? "flow_id" : "node_id"),
  Form,
};

function Form(form: FormProps) {
  const { t } = useWords();
  const name = useNodeName();
  const others = useGraph().nodes.filter(({ id }) => id !== form.node.id);
  return (
    <>
      <SelectField form={form} name="to" label={t("field.jumpTo")} choices={["node", "flow"].map((value) => ({ value, label: t(`jumpTo.${value}`) }))} />
      {form.data.to === "flow" ? (
        <FlowField form={form} name="flow_id" />
      ) : (
        <SelectField form={form} name="node_id" choices={[{ value: "", label: t("field.choose") }, ...others.map((node) => ({ value: node.id, label: name(node) }))]} />
      )}
    </>
  );
}
