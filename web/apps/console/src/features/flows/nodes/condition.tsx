import { IconArrowsSplit2 } from "@tabler/icons-react";
import { SelectField, TextField } from "../fields/basic";
import { rowsOf, textOf } from "../fields/lists";
import { PathField } from "../fields/PathField";
import { Rows } from "../fields/Rows";
import { TemplateField } from "../fields/TemplateField";
import { nextId } from "../newId";
import type { Data } from "../types";
import { useWords } from "../words";
import { missing, needs } from "./checks";
import type { Fault, FormProps, NodeKind } from "./kind";
import { ERROR, ways } from "./ports";

const OPERATORS = [
  "is",
  "is_not",
  "contains",
  "not_contains",
  "starts_with",
  "ends_with",
  "one_of",
  "greater",
  "at_least",
  "less",
  "at_most",
  "before",
  "after",
  "is_empty",
  "is_filled",
] as const;
const ALONE: readonly unknown[] = ["is_empty", "is_filled"];

const newRule = (): Data => ({ field: "", operator: "is", value: "" });
const newGroup = (): Data => ({ match: "all", rules: [newRule()] });
const newBranch = (rows: readonly Data[]): Data => ({
  id: nextId("w", rows as unknown as { id: string }[]),
  title: "",
  match: "all",
  groups: [newGroup()],
});

export const condition: NodeKind = {
  kind: "condition",
  group: "decide",
  Icon: IconArrowsSplit2,
  make: () => ({ branches: [newBranch([])] }),
  ports: (data) => [...ways(data, "branches").map(named), { id: "else" }, ERROR],
  text: (data) => rowsOf(data, "branches").map(summary).filter(Boolean).join("\n"),
  check: (data) => {
    const branches = rowsOf(data, "branches");
    return branches.length === 0 ? [missing("branches")] : branches.flatMap(branchFaults);
  },
  Form,
};

const named = ({ id, label }: { id: string; label?: string }, at: number) =>
  label === id ? { id, word: `branch${Math.min(at + 1, 9)}` } : { id, label };

const rulesOf = (branch: Data): Data[] => rowsOf(branch, "groups").flatMap((group) => rowsOf(group, "rules"));

function summary(branch: Data): string {
  const first = rulesOf(branch).find((rule) => textOf(rule, "field"));
  return first ? [textOf(first, "field"), SIGNS[String(first.operator)] ?? "…", textOf(first, "value")].join(" ").trim() : "";
}

const SIGNS: Record<string, string> = { is: "=", is_not: "≠", greater: ">", at_least: "≥", less: "<", at_most: "≤", is_empty: "= ∅", is_filled: "≠ ∅", contains: "∋" };

function branchFaults(branch: Data, at: number): Fault[] {
  if (rulesOf(branch).length === 0) return [missing(`branches.${at}.groups`)];
  return rowsOf(branch, "groups").flatMap((group, g) =>
    rowsOf(group, "rules").flatMap((rule, r) =>
      needs(rule, "field").map(({ field }) => missing(`branches.${at}.groups.${g}.rules.${r}.${field}`)),
    ),
  );
}

function Form(form: FormProps) {
  const { t } = useWords();
  return (
    <Rows form={form} name="branches" most={20} hint={t("field.branchesHint")} add={newBranch} addLabel={t("field.addBranch")} title={(row, at) => textOf(row, "title") || t("field.branch", { number: at + 1 })}>
      {(branch) => (
        <>
          <TextField form={branch} name="title" label={t("field.branchTitle")} />
          {rowsOf(branch.data, "groups").length > 1 && <Match form={branch} label={t("field.matchGroups")} />}
          <Rows form={branch} name="groups" label={t("field.groups")} most={10} add={newGroup} addLabel={t("field.addGroup")} title={(_, at) => t("field.group", { number: at + 1 })}>
            {(group) => (
              <>
                {rowsOf(group.data, "rules").length > 1 && <Match form={group} label={t("field.matchRules")} />}
                <Rules form={group} />
              </>
            )}
          </Rows>
        </>
      )}
    </Rows>
  );
}

type Form = Pick<FormProps, "data" | "change" | "errorOf">;

function Match({ form, label }: { form: Form; label: string }) {
  const { t } = useWords();
  return <SelectField form={form} name="match" label={label} choices={["all", "any"].map((value) => ({ value, label: t(`match.${value}`) }))} />;
}

function Rules({ form }: { form: Form }) {
  const { t } = useWords();
  return (
    <Rows form={form} name="rules" label={t("field.rules")} most={20} add={newRule} addLabel={t("field.addRule")} title={(_, at) => t("field.rule", { number: at + 1 })}>
      {(rule) => (
        <>
          <PathField form={rule} name="field" label={t("field.path")} />
          <SelectField form={rule} name="operator" choices={OPERATORS.map((value) => ({ value, label: t(`operator.${value}`) }))} />
          {!ALONE.includes(rule.data.operator) && (
            <TemplateField form={rule} name="value" rows={1} most={500} hint={rule.data.operator === "one_of" ? t("field.oneOfHint") : undefined} />
          )}
        </>
      )}
    </Rows>
  );
}
