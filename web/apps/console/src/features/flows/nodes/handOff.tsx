import { IconHeadset } from "@tabler/icons-react";
import { useColleagues } from "../../../app/workspace";
import { SelectField, SwitchField } from "../fields/basic";
import { textOf } from "../fields/lists";
import { QueueField } from "../fields/QueueField";
import { TemplateField } from "../fields/TemplateField";
import { useWords } from "../words";
import { missing } from "./checks";
import { nameOf, type FormProps, type NodeKind } from "./kind";
import { ERROR } from "./ports";

export const handOff: NodeKind = {
  kind: "hand_off",
  group: "act",
  Icon: IconHeadset,
  make: () => ({ to: "queue", queue_id: "", agent_id: "", text: "", nobody_way: false }),
  ports: (data) => (data.nobody_way && data.to !== "agent" ? [{ id: "nobody" }, ERROR] : [ERROR]),
  text: (data, { agents, queues }) =>
    [data.to === "agent" ? nameOf(agents, textOf(data, "agent_id")) : nameOf(queues, textOf(data, "queue_id")), textOf(data, "text")]
      .filter(Boolean)
      .join("\n"),
  check: (data) => (data.to === "agent" && !data.agent_id ? [missing("agent_id")] : []),
  Form,
};

function Form(form: FormProps) {
  const { t } = useWords();
  const agents = useColleagues().map(({ id, name }) => ({ value: id, label: name }));
  const toAgent = form.data.to === "agent";
  return (
    <>
      <SelectField form={form} name="to" label={t("field.handTo")} choices={["queue", "agent"].map((value) => ({ value, label: t(`handTo.${value}`) }))} />
      {toAgent ? (
        <SelectField form={form} name="agent_id" choices={[{ value: "", label: t("field.choose") }, ...agents]} />
      ) : (
        <QueueField form={form} name="queue_id" none={t("field.commonInbox")} />
      )}
      <TemplateField form={form} name="text" label={t("field.lastWords")} hint={t("field.lastWordsHint")} />
      {!toAgent && <SwitchField form={form} name="nobody_way" hint={t("field.nobodyHint")} />}
    </>
  );
}
