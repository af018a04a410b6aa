import { IconVariable } from "@tabler/icons-react";
import { SelectField, VariableField } from "../fields/basic";
import { rowsOf, textOf } from "../fields/lists";
import { Rows } from "../fields/Rows";
import { TemplateField } from "../fields/TemplateField";
import type { Data } from "../types";
import { useWords } from "../words";
import { missing, needs } from "./checks";
import type { FormProps, NodeKind } from "./kind";
import { ERROR, OUT } from "./ports";

const KINDS = ["text", "number", "boolean"];
const newRow = (): Data => ({ name: "", value: "", kind: "text" });

export const setVariable: NodeKind = {
  kind: "set_variable",
  group: "act",
  Icon: IconVariable,
  make: () => ({ assignments: [newRow()] }),
  ports: () => [OUT, ERROR],
  text: (data) =>
    rowsOf(data, "assignments")
      .filter((row) => textOf(row, "name"))
      .map((row) => `${textOf(row, "name")} = ${textOf(row, "value")}`)
      .join("\n"),
  check: (data) => {
    const rows = rowsOf(data, "assignments");
    if (rows.length === 0) return [missing("assignments")];
    return rows.flatMap((row, i) => needs(row, "name").map(({ field }) => missing(`assignments.${i}.${field}`)));
  },
  Form,
};

function Form(form: FormProps) {
  const { t } = useWords();
  return (
    <Rows form={form} name="assignments" most={20} add={newRow} addLabel={t("field.addAssignment")} title={(row, at) => textOf(row, "name") || t("field.assignment", { number: at + 1 })}>
      {(row) => (
        <>
          <VariableField form={row} name="name" label={t("field.variableName")} />
          <TemplateField form={row} name="value" rows={1} />
          <SelectField form={row} name="kind" label={t("field.valueKind")} choices={KINDS.map((value) => ({ value, label: t(`valueKind.${value}`) }))} />
        </>
      )}
    </Rows>
  );
}
