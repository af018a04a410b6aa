import { IconHelpCircle } from "@tabler/icons-react";
import { AnswerFields } from "../fields/AnswerFields";
import { NumberField, SelectField, TextField } from "../fields/basic";
import { ChoicesField } from "../fields/ChoicesField";
import css from "../fields/Field.module.css";
import { rowsOf, textOf } from "../fields/lists";
import { TemplateField } from "../fields/TemplateField";
import { useWords } from "../words";
import { newAnswer } from "./choosing";
import { choiceFaults, invalid, needs } from "./checks";
import type { FormProps, NodeKind } from "./kind";
import { ERROR, INVALID, NO_ANSWER } from "./ports";

const ANSWERS = ["text", "number", "email", "phone", "date", "choice", "file", "rating"] as const;
const SCALES = ["3", "5", "10"];

export const question: NodeKind = {
  kind: "question",
  group: "ask",
  Icon: IconHelpCircle,
  make: () => ({ text: "", answer: "text", ...newAnswer() }),
  ports: () => [{ id: "out", word: "answer" }, INVALID, NO_ANSWER, ERROR],
  text: (data) => textOf(data, "text"),
  check: (data) => [
    ...needs(data, "text", "variable"),
    ...(data.answer === "choice" ? choiceFaults(data) : []),
    ...(backwards(data.minimum, data.maximum) ? [invalid("maximum")] : []),
  ],
  Form,
};

const backwards = (low: unknown, high: unknown): boolean => typeof low === "number" && typeof high === "number" && low > high;

function Form(form: FormProps) {
  const { t } = useWords();
  const { data } = form;
  const choose = (answer: string) => {
    const first = answer === "choice" && rowsOf(data, "choices").length === 0;
    form.change({ answer, ...(first ? { choices: [{ id: "c1", title: "" }, { id: "c2", title: "" }] } : {}) });
  };
  return (
    <>
      <TemplateField form={form} name="text" label={t("field.question")} />
      <SelectField
        form={{ ...form, change: (change) => choose(String(change.answer)) }}
        name="answer"
        choices={ANSWERS.map((value) => ({ value, label: t(`answer.${value}`) }))}
      />
      {data.answer === "choice" && <ChoicesField form={form} name="choices" prefix="c" most={30} label={t("field.choices")} addLabel={t("field.addChoice")} />}
      {data.answer === "rating" && (
        <SelectField
          form={{ ...form, change: ({ scale }) => form.change({ scale: Number(scale) }) }}
          name="scale"
          choices={SCALES.map((value) => ({ value, label: t("field.scaleUpTo", { value }) }))}
        />
      )}
      {(data.answer === "number" || data.answer === "text") && (
        <div className={css.pair}>
          <NumberField form={form} name="minimum" optional label={t(data.answer === "text" ? "field.shortest" : "field.minimum")} />
          <NumberField form={form} name="maximum" optional label={t(data.answer === "text" ? "field.longest" : "field.maximum")} />
        </div>
      )}
      <AnswerFields form={form} needed />
      <TextField form={form} name="save_to" most={60} hint={t("field.saveToHint")} />
    </>
  );
}
