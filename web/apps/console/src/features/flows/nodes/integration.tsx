import { IconPlugConnected } from "@tabler/icons-react";
import { TextField } from "../fields/basic";
import { rowsOf, textOf } from "../fields/lists";
import { PairsField } from "../fields/PairsField";
import { useWords } from "../words";
import { missing, needs } from "./checks";
import type { FormProps, NodeKind } from "./kind";
import { ERROR } from "./ports";

export const integration: NodeKind = {
  kind: "integration",
  group: "integrate",
  Icon: IconPlugConnected,
  make: () => ({ action: "", payload: [] }),
  ports: () => [{ id: "ok" }, ERROR],
  text: (data) => textOf(data, "action"),
  check: (data) => [
    ...needs(data, "action"),
    ...rowsOf(data, "payload").flatMap((row, i) => needs(row, "name").map(({ field }) => missing(`payload.${i}.${field}`))),
  ],
  Form,
};

function Form(form: FormProps) {
  const { t } = useWords();
  const change: FormProps["change"] = ({ action }, key) =>
    form.change({ action: String(action).toLowerCase().replace(/[^a-z0-9._-]+/g, "_").slice(0, 100) }, key);
  return (
    <>
      <TextField form={{ ...form, change }} name="action" most={100} hint={t("field.actionHint")} mono placeholder="lead.captured" />
      <PairsField form={form} name="payload" most={50} addLabel={t("field.addPair")} />
    </>
  );
}
