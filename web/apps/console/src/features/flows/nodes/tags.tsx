import { IconTag } from "@tabler/icons-react";
import { useWorkspace } from "../../../app/workspace";
import { ChipsField } from "../fields/basic";
import { stringsOf } from "../fields/lists";
import type { Data } from "../types";
import { useWords } from "../words";
import { invalid, missing } from "./checks";
import type { FormProps, Names, NodeKind } from "./kind";
import { ERROR, OUT } from "./ports";

export const tags: NodeKind = {
  kind: "tags",
  group: "act",
  Icon: IconTag,
  make: () => ({ add: [], remove: [] }),
  ports: () => [OUT, ERROR],
  text: (data, names) => [...named(data, "add", "+", names), ...named(data, "remove", "−", names)].join("\n"),
  check: (data) => {
    const [add, remove] = [stringsOf(data, "add"), stringsOf(data, "remove")];
    if (add.length + remove.length === 0) return [missing("add")];
    return add.some((id) => remove.includes(id)) ? [invalid("remove")] : [];
  },
  Form,
};

const named = (data: Data, field: string, sign: string, names: Names): string[] =>
  (names.tags ?? []).filter(({ id }) => stringsOf(data, field).includes(id)).map(({ name }) => `${sign} ${name}`);

function Form(form: FormProps) {
  const { t } = useWords();
  const choices = (useWorkspace().tags ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <>
      <ChipsField form={form} name="add" label={t("field.tagsOn")} choices={choices} none={t("field.noTags")} />
      <ChipsField form={form} name="remove" label={t("field.tagsOff")} choices={choices} none={t("field.noTags")} />
    </>
  );
}
