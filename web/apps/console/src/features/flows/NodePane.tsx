import { TextInput } from "@mantine/core";
import { IconCopy, IconTrash, IconX } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { IconButton } from "../../ui/IconButton";
import { duplicate } from "./commands/duplicate";
import { editData } from "./commands/editData";
import { removeSelected } from "./commands/removeSelected";
import { dropPorts } from "./commands/dropPorts";
import { retitle } from "./commands/retitle";
import { Exits } from "./Exits";
import { newId } from "./newId";
import { kindOf } from "./nodes/registry";
import type { FormProps } from "./nodes/kind";
import css from "./Pane.module.css";
import { useProblemsOf } from "./problems";
import { sayProblem } from "./sayProblem";
import { act, select, useBuilder } from "./state";
import type { Data, FlowNode } from "./types";
import { useWords } from "./words";

/** The chosen node's settings, and where its ways lead. */
export function NodePane({ node }: { node: FlowNode }) {
  const { t } = useWords();
  const kind = kindOf(node.kind);
  const readOnly = useBuilder((state) => state.readOnly);
  const problems = useProblemsOf(node.id);
  const pane = useRef<HTMLElement>(null);
  useAskedFocus(pane, node.id);
  if (!kind) return null;
  const form: FormProps = {
    node,
    data: node.data,
    change: (change, key) => act((graph) => withData(graph, node, change), key && `${node.id}.${key}`),
    errorOf: (field) => {
      const found = problems.find((problem) => problem.field === field);
      return found && sayProblem(found, t);
    },
  };
  const general = problems.filter(({ field, port }) => field === "" && port === "");
  return (
    <aside ref={pane} className={`${css.pane} scroll`} aria-label={t("pane.node")} data-testid="node-pane">
      <header className={css.head}>
        <span className={css.icon} data-group={kind.group}>
          <kind.Icon size={16} stroke={2} />
        </span>
        <h2>{t(`kind.${node.kind}`)}</h2>
        {!readOnly && <NodeTools node={node} />}
        <IconButton label={t("close")} onClick={() => select([])}>
          <IconX size={17} />
        </IconButton>
      </header>
      <p className={css.about}>{t(`about.${node.kind}`)}</p>
      {general.map((problem) => (
        <p key={`${problem.code}${problem.port}`} className={css.problem}>
          {sayProblem(problem, t)}
        </p>
      ))}
      <fieldset className={css.fields} disabled={readOnly} key={node.id}>
        <kind.Form {...form} />
        <Exits node={node} />
        <TextInput
          label={t("field.ownTitle")}
          description={t("field.ownTitleHint")}
          value={node.title ?? ""}
          maxLength={200}
          onChange={({ currentTarget: { value } }) => act((graph) => retitle(graph, node.id, value), `${node.id}.title`)}
        />
      </fieldset>
    </aside>
  );
}

/** Ways that are there no more take their lines with them, in the same change. */
function withData(graph: Parameters<typeof editData>[0], { id, kind }: FlowNode, change: Data) {
  const changed = editData(graph, id, change);
  const after = changed.nodes.find((one) => one.id === id);
  const ports = after && kindOf(kind)?.ports(after.data).map((port) => port.id);
  return ports && changed !== graph ? dropPorts(changed, id, ports) : changed;
}

function NodeTools({ node: { id } }: { node: FlowNode }) {
  const { t } = useWords();
  const copyIt = () => {
    let made: string[] = [];
    act((graph) => {
      const next = duplicate(graph, [id], newId);
      made = next.ids;
      return next.graph;
    });
    select(made);
  };
  const remove = () => {
    act((graph) => removeSelected(graph, { nodes: [id], edges: [] }));
    select([]);
  };
  return (
    <>
      <IconButton label={t("pane.duplicate")} onClick={copyIt}>
        <IconCopy size={17} />
      </IconButton>
      <IconButton label={t("pane.delete")} onClick={remove} data-testid="delete-node">
        <IconTrash size={17} />
      </IconButton>
    </>
  );
}

/** Enter on a card leads to its first field; a problem in the list, to the field that it is in. */
export function useAskedFocus(pane: React.RefObject<HTMLElement | null>, id: string): void {
  const focus = useBuilder((state) => state.focus);
  useEffect(() => {
    if (!focus.field || focus.node !== id) return;
    const name = focus.field === "*" ? "" : (/([^.]+)$/.exec(focus.field)?.[1] ?? "");
    const fields = pane.current?.querySelectorAll<HTMLElement>("fieldset input, fieldset textarea, fieldset select");
    const found = [...(fields ?? [])].find((field) => field.getAttribute("aria-invalid") === "true" && field.getAttribute("name") === name);
    const named = found ?? [...(fields ?? [])].find((field) => !name || field.getAttribute("name") === name) ?? fields?.[0];
    named?.focus();
    named?.scrollIntoView({ block: "center" });
  }, [focus, id, pane]);
}

