import { IconPercentage } from "@tabler/icons-react";
import { NumberField, TextField } from "../fields/basic";
import css from "../fields/Field.module.css";
import { rowsOf, textOf } from "../fields/lists";
import { Rows } from "../fields/Rows";
import { nextId } from "../newId";
import type { Data } from "../types";
import { useWords } from "../words";
import { invalid, missing } from "./checks";
import type { FormProps, NodeKind } from "./kind";
import { ERROR } from "./ports";

export const split: NodeKind = {
  kind: "split",
  group: "decide",
  Icon: IconPercentage,
  make: () => ({ shares: [{ id: "a", title: "A", weight: 1 }, { id: "b", title: "B", weight: 1 }] }),
  ports: (data) => [...rowsOf(data, "shares").map((row) => ({ id: textOf(row, "id"), label: label(row, data) })), ERROR],
  text: (data) => rowsOf(data, "shares").map((row) => label(row, data)).join("\n"),
  check: (data) => {
    if (rowsOf(data, "shares").length < 2) return [missing("shares")];
    return total(data) > 0 ? [] : [invalid("shares")];
  },
  Form,
};

const total = (data: Data): number => rowsOf(data, "shares").reduce((sum, { weight }) => sum + Number(weight ?? 1), 0);

function label(row: Data, data: Data): string {
  const part = total(data) > 0 ? Math.round((100 * Number(row.weight ?? 1)) / total(data)) : 0;
  return `${textOf(row, "title") || textOf(row, "id")} · ${part}%`;
}

function Form(form: FormProps) {
  const { t } = useWords();
  const add = (rows: readonly Data[]): Data => ({ id: nextId("w", rows as unknown as { id: string }[]), title: "", weight: 1 });
  return (
    <Rows form={form} name="shares" most={10} hint={t("field.sharesHint")} add={add} addLabel={t("field.addShare")} title={(row) => label(row, form.data)}>
      {(row) => (
        <div className={css.pair}>
          <TextField form={row} name="title" label={t("field.shareTitle")} />
          <NumberField form={row} name="weight" min={0} max={1000} />
        </div>
      )}
    </Rows>
  );
}
