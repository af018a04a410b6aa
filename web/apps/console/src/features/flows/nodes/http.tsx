import { IconWorldShare } from "@tabler/icons-react";
import { NumberField, SelectField, TextField, VariableField } from "../fields/basic";
import css from "../fields/Field.module.css";
import { rowsOf, textOf } from "../fields/lists";
import { ListedField } from "../fields/ListedField";
import { PairsField } from "../fields/PairsField";
import { Rows } from "../fields/Rows";
import { TemplateField } from "../fields/TemplateField";
import { nextId } from "../newId";
import type { Data } from "../types";
import { useWords } from "../words";
import { invalid, missing, needs } from "./checks";
import type { Fault, FormProps, NodeKind } from "./kind";
import { ERROR, ways } from "./ports";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const BODIES = ["none", "json", "form", "text"];

export const http: NodeKind = {
  kind: "http",
  group: "integrate",
  Icon: IconWorldShare,
  make: () => ({ method: "GET", url: "", headers: [], body_kind: "none", body: "", form: [], timeout: 5, picks: [], ways: [], status_variable: "" }),
  ports: (data) => [...ways(data, "ways"), { id: "2xx" }, { id: "4xx", tone: "bad" }, { id: "5xx", tone: "bad" }, ERROR],
  text: (data) => (textOf(data, "url") ? `${textOf(data, "method")} ${textOf(data, "url")}` : ""),
  check: (data) => [...urlFaults(data), ...rowFaults(data, "picks", "path", "variable"), ...wayFaults(data)],
  Form,
};

const urlFaults = (data: Data): Fault[] => {
  const faults = needs(data, "url");
  return faults.length > 0 || textOf(data, "url").startsWith("https://") ? faults : [invalid("url")];
};

const rowFaults = (data: Data, name: string, ...fields: string[]): Fault[] =>
  rowsOf(data, name).flatMap((row, i) => needs(row, ...fields).map(({ field }) => missing(`${name}.${i}.${field}`)));

const wayFaults = (data: Data): Fault[] =>
  rowsOf(data, "ways").flatMap((row, i) => ((row.statuses as unknown[] | undefined)?.length ? [] : [missing(`ways.${i}.statuses`)]));

function Form(form: FormProps) {
  const { t } = useWords();
  const { data } = form;
  return (
    <>
      <SelectField form={form} name="method" choices={METHODS.map((value) => ({ value, label: value }))} />
      <TemplateField form={form} name="url" rows={2} most={2000} mono placeholder="https://" />
      <PairsField form={form} name="headers" most={20} addLabel={t("field.addHeader")} />
      {data.method !== "GET" && (
        <SelectField form={form} name="body_kind" choices={BODIES.map((value) => ({ value, label: t(`bodyKind.${value}`) }))} />
      )}
      {(data.body_kind === "json" || data.body_kind === "text") && <TemplateField form={form} name="body" rows={6} most={10_000} mono />}
      {data.body_kind === "form" && <PairsField form={form} name="form" most={50} label={t("field.form")} addLabel={t("field.addPair")} />}
      <Rows form={form} name="picks" most={20} hint={t("field.picksHint")} add={() => ({ path: "", variable: "" })} addLabel={t("field.addPick")} title={(row, at) => textOf(row, "variable") || t("field.pick", { number: at + 1 })}>
        {(row) => (
          <div className={css.pair}>
            <TextField form={row} name="path" label={t("field.pickPath")} mono placeholder="order.status" />
            <VariableField form={row} name="variable" label={t("field.variableName")} />
          </div>
        )}
      </Rows>
      <Rows form={form} name="ways" most={10} hint={t("field.waysHint")} add={(rows) => ({ id: nextId("s", rows as unknown as { id: string }[]), title: "", statuses: [] })} addLabel={t("field.addWay")} title={(row, at) => textOf(row, "title") || t("field.way", { number: at + 1 })}>
        {(row) => (
          <div className={css.pair}>
            <TextField form={row} name="title" label={t("field.wayTitle")} />
            <ListedField form={row} name="statuses" numbers />
          </div>
        )}
      </Rows>
      <div className={css.pair}>
        <NumberField form={form} name="timeout" min={1} max={10} />
        <VariableField form={form} name="status_variable" />
      </div>
    </>
  );
}
