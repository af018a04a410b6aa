import { IconMessage } from "@tabler/icons-react";
import { FileField } from "../fields/FileField";
import { SelectField, TextField } from "../fields/basic";
import { textOf } from "../fields/lists";
import { ListedField } from "../fields/ListedField";
import { TemplateField } from "../fields/TemplateField";
import type { Data } from "../types";
import { useWords } from "../words";
import { invalid, missing, needs } from "./checks";
import type { FormProps, NodeKind } from "./kind";
import { ERROR, OUT } from "./ports";

const KINDS = ["text", "image", "audio", "video", "file", "contact"] as const;

export const message: NodeKind = {
  kind: "message",
  group: "talk",
  Icon: IconMessage,
  make: () => ({ kind: "text", text: "" }),
  ports: () => [OUT, ERROR],
  text: (data) => textOf(data, "text") || textOf(part(data, "file"), "name") || textOf(part(data, "card"), "name"),
  check: (data) => {
    if (data.kind === "text") return needs(data, "text");
    if (data.kind === "contact") return textOf(part(data, "card"), "name").trim() ? [] : [missing("card")];
    const file = part(data, "file");
    if (textOf(file, "key")) return [];
    const url = textOf(file, "url");
    return url ? (url.startsWith("https://") ? [] : [invalid("file.url")]) : [missing("file")];
  },
  Form,
};

const part = (data: Data, name: string): Data => (data[name] ?? {}) as Data;

function Form(form: FormProps) {
  const { t } = useWords();
  const { data } = form;
  const card = part(data, "card");
  return (
    <>
      <SelectField form={form} name="kind" label={t("field.messageKind")} choices={KINDS.map((value) => ({ value, label: t(`messageKind.${value}`) }))} />
      {data.kind !== "text" && data.kind !== "contact" && <FileField form={form} name="file" kind={String(data.kind)} />}
      {data.kind === "contact" ? (
        <Card
          {...form}
          data={card}
          change={(change, key) => form.change({ card: { ...card, ...change } }, key && `card.${key}`)}
          error={form.errorOf("card")}
        />
      ) : (
        data.kind !== "audio" && <TemplateField form={form} name="text" rows={5} label={t(data.kind === "text" ? "field.text" : "field.caption")} />
      )}
    </>
  );
}

function Card({ data, change, error }: FormProps & { error?: string }) {
  const { t } = useWords();
  const form = { data, change, errorOf: (field: string) => (field === "name" ? error : undefined) };
  return (
    <>
      <TextField form={form} name="name" label={t("field.cardName")} />
      <ListedField form={form} name="phones" label={t("field.phones")} />
      <ListedField form={form} name="emails" label={t("field.emails")} />
      <TextField form={form} name="organisation" label={t("field.organisation")} />
    </>
  );
}

