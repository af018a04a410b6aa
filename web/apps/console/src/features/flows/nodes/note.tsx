import { IconNote } from "@tabler/icons-react";
import { textOf } from "../fields/lists";
import { TemplateField } from "../fields/TemplateField";
import { useWords } from "../words";
import { needs } from "./checks";
import type { FormProps, NodeKind } from "./kind";
import { ERROR, OUT } from "./ports";

export const note: NodeKind = {
  kind: "note",
  group: "act",
  Icon: IconNote,
  make: () => ({ text: "" }),
  ports: () => [OUT, ERROR],
  text: (data) => textOf(data, "text"),
  check: (data) => needs(data, "text"),
  Form,
};

function Form(form: FormProps) {
  const { t } = useWords();
  return <TemplateField form={form} name="text" rows={5} label={t("field.note")} hint={t("field.noteHint")} />;
}
