import { IconUserEdit } from "@tabler/icons-react";
import { SelectField, TextField } from "../fields/basic";
import { textOf } from "../fields/lists";
import { TemplateField } from "../fields/TemplateField";
import type { Data } from "../types";
import { useWords } from "../words";
import { invalid, needs } from "./checks";
import type { FormProps, NodeKind } from "./kind";
import { ERROR, OUT } from "./ports";

const PRIORITIES = ["low", "medium", "high", "urgent"];

export const attribute: NodeKind = {
  kind: "attribute",
  group: "act",
  Icon: IconUserEdit,
  make: () => ({ scope: "contact", name: "name", value: "" }),
  ports: () => [OUT, ERROR],
  text: (data) => (textOf(data, "name") ? `${textOf(data, "name")} = ${textOf(data, "value")}` : ""),
  check: (data) => {
    const faults = needs(data, "name");
    return faults.length === 0 && data.scope === "conversation" && data.name !== "priority" ? [invalid("name")] : faults;
  },
  Form,
};

function Form(form: FormProps) {
  const { t } = useWords();
  const choose = ({ scope }: Data) => form.change({ scope, name: scope === "conversation" ? "priority" : "name", value: "" });
  const priorities = ["", ...PRIORITIES].map((value) => ({ value, label: t(`priority.${value || "none"}`) }));
  return (
    <>
      <SelectField form={{ ...form, change: choose }} name="scope" choices={["contact", "conversation"].map((value) => ({ value, label: t(`scope.${value}`) }))} />
      {form.data.scope === "conversation" ? (
        <SelectField form={form} name="value" label={t("priority.label")} choices={priorities} />
      ) : (
        <>
          <TextField form={form} name="name" most={60} label={t("field.attribute")} hint={t("field.attributeHint")} />
          <TemplateField form={form} name="value" rows={1} />
        </>
      )}
    </>
  );
}
