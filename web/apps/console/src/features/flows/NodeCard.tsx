import { Handle, Position, useUpdateNodeInternals, type Node, type NodeProps } from "@xyflow/react";
import { IconAlertTriangle } from "@tabler/icons-react";
import { memo, useEffect } from "react";
import { useNames } from "./names";
import css from "./NodeCard.module.css";
import { Counts } from "./Counts";
import { kindOf } from "./nodes/registry";
import { useProblemsOf } from "./problems";
import { useBuilder } from "./state";
import type { FlowNode } from "./types";
import { useWords } from "./words";

export type CardNode = Node<{ node: FlowNode }, "card">;

const LONGEST = 240; // characters of a card's text

/** A node: its name, its words, and its ways out. */
export const NodeCard = memo(function NodeCard({ id, data: { node }, selected, isConnectable }: NodeProps<CardNode>) {
  const { t } = useWords();
  const names = useNames();
  const kind = kindOf(node.kind);
  const problems = useProblemsOf(id);
  const overlay = useBuilder((state) => state.overlay[id]);
  const text = kind?.text(node.data, names) ?? "";
  const ports = kind?.ports(node.data) ?? [];
  usePlacesOf(id, ports.map((port) => port.id).join());
  const Icon = kind?.Icon;
  return (
    <article
      className={css.card}
      data-group={kind?.group}
      data-selected={selected || undefined}
      data-bad={problems.length > 0 || undefined}
      data-lit={overlay?.lit || undefined}
      data-here={overlay?.here || undefined}
      data-testid="flow-node"
      data-kind={node.kind}
    >
      <Handle type="target" position={Position.Left} id="in" className={css.in} isConnectable={isConnectable} />
      <header className={css.head}>
        <span className={css.icon}>{Icon && <Icon size={15} stroke={2} />}</span>
        <span className={css.title} dir="auto">
          {node.title || t(`kind.${node.kind}`)}
        </span>
        {problems.length > 0 && <IconAlertTriangle size={16} className={css.bad} aria-hidden="true" />}
      </header>
      <p className={css.text} data-empty={!text || undefined} dir="auto">
        {text.slice(0, LONGEST) || t(`empty.${node.kind}`)}
      </p>
      <ul className={css.ports}>
        {ports.map((port) => (
          <li key={port.id} className={css.port} data-tone={port.tone}>
            <span className={css.label} dir="auto">
              {port.label ?? t(`port.${port.word ?? port.id}`)}
            </span>
            <Handle
              type="source"
              position={Position.Right}
              id={port.id}
              className={css.out}
              isConnectable={isConnectable}
              data-testid={`port-${port.id}`}
            />
          </li>
        ))}
      </ul>
      {overlay?.counts && <Counts {...overlay.counts} />}
    </article>
  );
});

/** Other ways out in a card of the same size: the library is told to look where they are. */
function usePlacesOf(id: string, ports: string): void {
  const look = useUpdateNodeInternals();
  useEffect(() => look(id), [look, id, ports]);
}
