import { Button, Menu, NumberInput } from "@mantine/core";
import { IconPlayerPlay, IconPlus, IconX } from "@tabler/icons-react";
import { useRef } from "react";
import { IconButton } from "../../ui/IconButton";
import { setFlow } from "./commands/setFlow";
import type { Bound } from "./fields/basic";
import { SelectField, TextField, VariableField } from "./fields/basic";
import { QueueField } from "./fields/QueueField";
import { Rows } from "./fields/Rows";
import { textOf } from "./fields/lists";
import { TemplateField } from "./fields/TemplateField";
import { useNodeName } from "./nodeName";
import { useAskedFocus } from "./NodePane";
import css from "./Pane.module.css";
import { useProblemsOf } from "./problems";
import { sayProblem } from "./sayProblem";
import { act, select, useBuilder, useGraph } from "./state";
import { TriggerForm } from "./TriggerForm";
import { START, TRIGGERS, type Data, type Graph, type TriggerKind } from "./types";
import { useWords } from "./words";

type Form = Bound["form"];

/** What begins the flow, where it begins, and what belongs to it as a whole. */
export function StartPane() {
  const { t } = useWords();
  const graph = useGraph();
  const readOnly = useBuilder((state) => state.readOnly);
  const problems = useProblemsOf("");
  const pane = useRef<HTMLElement>(null);
  useAskedFocus(pane, START);
  const errorOf = (field: string) => {
    const found = problems.find((problem) => problem.field === field);
    return found && sayProblem(found, t);
  };
  const form: Form = {
    data: graph as unknown as Data,
    change: (change, key) => act((before) => setFlow(before, change as Partial<Graph>), key && `flow.${key}`),
    errorOf,
  };
  return (
    <aside ref={pane} className={`${css.pane} scroll`} aria-label={t("start.title")} data-testid="start-pane">
      <header className={css.head}>
        <span className={css.icon}>
          <IconPlayerPlay size={16} stroke={2} />
        </span>
        <h2>{t("start.title")}</h2>
        <IconButton label={t("close")} onClick={() => select([])}>
          <IconX size={17} />
        </IconButton>
      </header>
      {problems
        .filter(({ field }) => field === "")
        .map((problem, i) => (
          <p key={i} className={css.problem}>
            {sayProblem(problem, t)}
          </p>
        ))}
      <fieldset className={css.fields} disabled={readOnly}>
        <Triggers form={form} />
        <section className={css.part}>
          <h3>{t("start.flow")}</h3>
          <Begins form={form} />
          <Priority form={form} />
        </section>
        <Fallback form={form} />
        <Variables form={form} />
      </fieldset>
    </aside>
  );
}

function Triggers({ form }: { form: Form }) {
  const { t } = useWords();
  const { triggers } = useGraph();
  const put = (next: Graph["triggers"]) => form.change({ triggers: next });
  const error = form.errorOf("triggers");
  return (
    <section className={css.part}>
      <h3>{t("start.when")}</h3>
      {triggers.map((trigger, at) => (
        <TriggerForm
          key={at}
          trigger={trigger}
          change={(change, key) => form.change({ triggers: triggers.with(at, { ...trigger, ...change }) }, key && `triggers.${at}.${key}`)}
          remove={() => put(triggers.toSpliced(at, 1))}
          errorOf={(field) => form.errorOf(`triggers.${at}.${field}`)}
        />
      ))}
      {error && <p className={css.problem}>{error}</p>}
      <Menu position="bottom-start" width={260}>
        <Menu.Target>
          <Button variant="default" size="xs" leftSection={<IconPlus size={14} />} data-testid="add-trigger">
            {t("start.addTrigger")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {TRIGGERS.map((kind: TriggerKind) => (
            <Menu.Item key={kind} onClick={() => put([...triggers, { kind, channel_ids: [] }])}>
              {t(`trigger.${kind}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </section>
  );
}

function Begins({ form }: { form: Form }) {
  const { t } = useWords();
  const { nodes } = useGraph();
  const name = useNodeName();
  const choices = nodes.map((node) => ({ value: node.id, label: name(node) }));
  return <SelectField form={form} name="start" label={t("field.start")} choices={[{ value: "", label: t("pane.nowhere") }, ...choices]} />;
}

function Priority({ form }: { form: Form }) {
  const { t } = useWords();
  const { priority = 0 } = useGraph();
  return (
    <NumberInput
      label={t("field.priority")}
      description={t("field.priorityHint")}
      value={priority}
      min={0}
      max={1000}
      clampBehavior="strict"
      allowDecimal={false}
      hideControls
      onChange={(next) => typeof next === "number" && form.change({ priority: next }, "priority")}
    />
  );
}

function Fallback({ form }: { form: Form }) {
  const { t } = useWords();
  const { fallback = {} } = useGraph();
  const part: Form = {
    data: fallback as Data,
    change: (change, key) => form.change({ fallback: { ...fallback, ...change } }, key && `fallback.${key}`),
    errorOf: (field) => form.errorOf(`fallback.${field}`),
  };
  return (
    <section className={css.part}>
      <h3>{t("start.fallback")}</h3>
      <p className={css.about}>{t("start.fallbackHint")}</p>
      <QueueField form={part} name="queue_id" none={t("field.commonInbox")} />
      <TemplateField form={part} name="text" rows={2} label={t("field.lastWords")} />
    </section>
  );
}

const KINDS = ["text", "number", "boolean", "date"];

function Variables({ form }: { form: Form }) {
  const { t } = useWords();
  return (
    <section className={css.part}>
      <Rows
        form={form}
        name="variables"
        most={100}
        label={t("start.variables")}
        hint={t("start.variablesHint")}
        add={() => ({ name: "", kind: "text", value: "" })}
        addLabel={t("start.addVariable")}
        title={(row, at) => textOf(row, "name") || t("field.assignment", { number: at + 1 })}
      >
        {(row) => (
          <>
            <VariableField form={row} name="name" label={t("field.variableName")} />
            <SelectField form={row} name="kind" label={t("field.valueKind")} choices={KINDS.map((value) => ({ value, label: t(`valueKind.${value}`) }))} />
            <TextField form={row} name="value" most={500} />
          </>
        )}
      </Rows>
    </section>
  );
}
