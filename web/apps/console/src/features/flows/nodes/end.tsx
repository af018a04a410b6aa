import { IconFlag } from "@tabler/icons-react";
import { SelectField } from "../fields/basic";
import { textOf } from "../fields/lists";
import { QueueField } from "../fields/QueueField";
import { TemplateField } from "../fields/TemplateField";
import { say, useWords } from "../words";
import type { FormProps, NodeKind } from "./kind";

const OUTCOMES = ["end", "resolve", "hand_over"];

export const end: NodeKind = {
  kind: "end",
  group: "act",
  Icon: IconFlag,
  make: () => ({ outcome: "end", queue_id: "", text: "" }),
  ports: () => [],
  text: (data) => textOf(data, "text") || say(`outcome.${String(data.outcome)}`),
  check: () => [],
  Form,
};

function Form(form: FormProps) {
  const { t } = useWords();
  return (
    <>
      <SelectField form={form} name="outcome" choices={OUTCOMES.map((value) => ({ value, label: t(`outcome.${value}`) }))} />
      {form.data.outcome === "hand_over" && <QueueField form={form} name="queue_id" none={t("field.commonInbox")} />}
      <TemplateField form={form} name="text" label={t("field.lastWords")} hint={t("field.optional")} />
    </>
  );
}
