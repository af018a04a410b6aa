import { nextId } from "../newId";
import type { Data } from "../types";
import { useWords } from "../words";
import { TextField, type Bound } from "./basic";
import { textOf } from "./lists";
import { Rows } from "./Rows";
import { TemplateField } from "./TemplateField";

interface Props extends Bound {
  prefix: string; // of new ids
  most: number;
  addLabel: string;
  described?: boolean;
  url?: boolean;
}

/** Things to choose from; each is a way out, but one that opens an address. */
export function ChoicesField({ prefix, described, url, ...rest }: Props) {
  const { t } = useWords();
  return (
    <Rows
      {...rest}
      add={(rows: readonly Data[]) => ({ id: nextId(prefix, rows as unknown as { id: string }[]), title: "" })}
      title={(row, at) => textOf(row, "title") || t("field.choice", { number: at + 1 })}
    >
      {(row) => (
        <>
          <TemplateField form={row} name="title" rows={1} most={200} label={t("field.choiceTitle")} />
          {described && <TextField form={row} name="description" label={t("field.choiceDescription")} />}
          {url && <TextField form={row} name="url" most={2000} label={t("field.choiceUrl")} placeholder="https://" />}
        </>
      )}
    </Rows>
  );
}
