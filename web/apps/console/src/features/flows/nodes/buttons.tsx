import { IconSquareRoundedCheck } from "@tabler/icons-react";
import { AnswerFields } from "../fields/AnswerFields";
import { ChoicesField } from "../fields/ChoicesField";
import { rowsOf, textOf } from "../fields/lists";
import { TemplateField } from "../fields/TemplateField";
import type { Data } from "../types";
import { useWords } from "../words";
import { choiceFaults, needs } from "./checks";
import type { FormProps, NodeKind } from "./kind";
import { ERROR, INVALID, NO_ANSWER, ways } from "./ports";

const NONE = { amount: 0, unit: "hours" };
export const newAnswer = (): Data => ({ variable: "", retries: 2, retry_text: "", no_answer: NONE });

export const buttons: NodeKind = {
  kind: "buttons",
  group: "ask",
  Icon: IconSquareRoundedCheck,
  make: () => ({ text: "", choices: [{ id: "b1", title: "" }, { id: "b2", title: "" }], ...newAnswer() }),
  ports: (data) => [...ways(data, "choices"), INVALID, NO_ANSWER, ERROR],
  text: (data) => textOf(data, "text"),
  check: (data) => [...needs(data, "text"), ...choiceFaults(data)],
  Form,
};

function Form(form: FormProps) {
  const { t } = useWords();
  return (
    <>
      <TemplateField form={form} name="text" />
      <ChoicesField form={form} name="choices" prefix="b" most={10} url label={t("field.buttons")} addLabel={t("field.addButton")} />
      {rowsOf(form.data, "choices").length > 3 && <p>{t("field.manyButtons")}</p>}
      <AnswerFields form={form} />
    </>
  );
}
