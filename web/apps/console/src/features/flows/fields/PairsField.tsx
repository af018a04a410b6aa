import { useWords } from "../words";
import { TextField, type Bound } from "./basic";
import { textOf } from "./lists";
import { Rows } from "./Rows";
import { TemplateField } from "./TemplateField";

/** Names and texts: headers, the fields of a form. */
export function PairsField({ most, addLabel, ...rest }: Bound & { most: number; addLabel: string }) {
  const { t } = useWords();
  return (
    <Rows {...rest} most={most} add={() => ({ name: "", value: "" })} addLabel={addLabel} title={(row, at) => textOf(row, "name") || t("field.pairNumber", { number: at + 1 })}>
      {(row) => (
        <>
          <TextField form={row} name="name" label={t("field.pairName")} mono />
          <TemplateField form={row} name="value" rows={1} mono />
        </>
      )}
    </Rows>
  );
}
