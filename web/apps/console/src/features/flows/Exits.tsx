import { NativeSelect } from "@mantine/core";
import { connect } from "./commands/connect";
import { disconnect } from "./commands/disconnect";
import { useNodeName } from "./nodeName";
import { kindOf } from "./nodes/registry";
import css from "./Pane.module.css";
import { useProblemsOf } from "./problems";
import { sayProblem } from "./sayProblem";
import { act, useGraph } from "./state";
import { edgeId, type FlowNode } from "./types";
import { useWords } from "./words";

/** Where each way out leads: lines without a mouse. */
export function Exits({ node }: { node: FlowNode }) {
  const { t } = useWords();
  const ports = kindOf(node.kind)?.ports(node.data) ?? [];
  const problems = useProblemsOf(node.id);
  if (ports.length === 0) return null;
  return (
    <section className={css.exits} aria-label={t("pane.exits")}>
      <h3>{t("pane.exits")}</h3>
      {ports.map(({ id, label, word }) => {
        const found = problems.find(({ port, field }) => port === id && field === "");
        return (
          <Exit
            key={id}
            source={node.id}
            port={id}
            label={label ?? t(`port.${word ?? id}`)}
            error={found && sayProblem(found, t)}
          />
        );
      })}
    </section>
  );
}

export function Exit({ source, port, label, error }: { source: string; port: string; label: string; error?: string }) {
  const { t } = useWords();
  const graph = useGraph();
  const name = useNodeName();
  const id = edgeId({ source, port });
  const target = graph.edges.find((edge) => edgeId(edge) === id)?.target ?? "";
  const choose = (chosen: string) => act((before) => (chosen ? connect(before, source, port, chosen) : disconnect(before, [id])));
  return (
    <NativeSelect
      label={<span dir="auto">{label}</span>}
      data={[{ value: "", label: t("pane.nowhere") }, ...graph.nodes.filter((one) => one.id !== source).map((one) => ({ value: one.id, label: name(one) }))]}
      value={target}
      error={error}
      data-testid={`exit-${port}`}
      onChange={(event) => choose(event.currentTarget.value)}
    />
  );
}
