import { IconHourglass } from "@tabler/icons-react";
import i18n from "i18next";
import { SelectField, TimeField, VariableField } from "../fields/basic";
import { QueueField } from "../fields/QueueField";
import { say, useWords } from "../words";
import { missing } from "./checks";
import type { FormProps, NodeKind } from "./kind";
import { ERROR, NO_ANSWER, OUT } from "./ports";

const MODES = ["duration", "working", "reply"];

export const wait: NodeKind = {
  kind: "wait",
  group: "ask",
  Icon: IconHourglass,
  make: () => ({ mode: "duration", time: { amount: 1, unit: "hours" }, queue_id: "", variable: "" }),
  ports: (data) => (data.mode === "reply" ? [{ id: "replied" }, NO_ANSWER, ERROR] : [OUT, ERROR]),
  text: (data) => {
    const { amount = 0, unit = "hours" } = (data.time ?? {}) as { amount?: number; unit?: string };
    if (data.mode === "reply" && !amount) return say("waitText.reply");
    return say(`waitText.${String(data.mode)}Time`, { time: inWords(amount, unit) });
  },
  check: (data) => (data.mode !== "reply" && !(data.time as { amount?: number } | undefined)?.amount ? [missing("time")] : []),
  Form,
};

const inWords = (amount: number, unit: string): string =>
  new Intl.NumberFormat(i18n.language, { style: "unit", unit: unit.replace(/s$/, ""), unitDisplay: "long" }).format(amount);

function Form(form: FormProps) {
  const { t } = useWords();
  const { mode } = form.data;
  return (
    <>
      <SelectField form={form} name="mode" choices={MODES.map((value) => ({ value, label: t(`waitMode.${value}`) }))} />
      <TimeField form={form} name="time" label={t(mode === "reply" ? "field.timeLimit" : "field.time")} hint={mode === "reply" ? t("field.noAnswerHint") : undefined} />
      {mode === "working" && <QueueField form={form} name="queue_id" label={t("field.whoseHours")} none={t("field.accountHours")} />}
      {mode === "reply" && <VariableField form={form} name="variable" hint={t("field.optional")} />}
    </>
  );
}
