import { IconListDetails } from "@tabler/icons-react";
import { AnswerFields } from "../fields/AnswerFields";
import { ChoicesField } from "../fields/ChoicesField";
import { textOf } from "../fields/lists";
import { TemplateField } from "../fields/TemplateField";
import { useWords } from "../words";
import { newAnswer } from "./buttons";
import { choiceFaults, needs } from "./checks";
import type { FormProps, NodeKind } from "./kind";
import { ERROR, INVALID, NO_ANSWER, ways } from "./ports";

export const list: NodeKind = {
  kind: "list",
  group: "ask",
  Icon: IconListDetails,
  make: () => ({ text: "", choices: [{ id: "r1", title: "" }, { id: "r2", title: "" }], ...newAnswer() }),
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
      <ChoicesField form={form} name="choices" prefix="r" most={30} described label={t("field.rows")} addLabel={t("field.addRow")} />
      <AnswerFields form={form} />
    </>
  );
}
