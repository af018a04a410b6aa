import { IconClockHour4 } from "@tabler/icons-react";
import { QueueField } from "../fields/QueueField";
import { textOf } from "../fields/lists";
import { useWords } from "../words";
import { nameOf, type FormProps, type NodeKind } from "./kind";
import { ERROR } from "./ports";

export const hours: NodeKind = {
  kind: "hours",
  group: "decide",
  Icon: IconClockHour4,
  make: () => ({ queue_id: "" }),
  ports: () => [{ id: "open" }, { id: "closed" }, { id: "break", tone: "bad" }, { id: "holiday", tone: "bad" }, ERROR],
  text: (data, { queues }) => nameOf(queues, textOf(data, "queue_id")),
  check: () => [],
  Form,
};

function Form(form: FormProps) {
  const { t } = useWords();
  return <QueueField form={form} name="queue_id" label={t("field.whoseHours")} none={t("field.accountHours")} hint={t("field.hoursHint")} />;
}
