import { Handle, Position, type Node, type NodeProps } from "@xyflow/react";
import { IconPlayerPlay } from "@tabler/icons-react";
import { memo } from "react";
import { useNames } from "./names";
import css from "./NodeCard.module.css";
import { useProblemsOf } from "./problems";
import { useGraph } from "./state";
import { triggerText } from "./triggerText";
import { useWords } from "./words";

export type StartNode = Node<Record<string, never>, "start">;

const SHOWN = 4;

/** What begins the flow. Opens the triggers and the flow's settings. */
export const StartCard = memo(function StartCard({ selected, isConnectable }: NodeProps<StartNode>) {
  const { t } = useWords();
  const names = useNames();
  const { triggers, nodes } = useGraph();
  const problems = useProblemsOf("");
  return (
    <article
      className={css.card}
      data-group="start"
      data-selected={selected || undefined}
      data-bad={(nodes.length > 0 && problems.length > 0) || undefined}
      data-testid="flow-start"
    >
      <header className={css.head}>
        <span className={css.icon}>
          <IconPlayerPlay size={15} stroke={2} />
        </span>
        <span className={css.title}>{t("start.title")}</span>
      </header>
      {triggers.length === 0 ? (
        <p className={css.text} data-empty>
          {t("start.none")}
        </p>
      ) : (
        <ul className={css.triggers}>
          {triggers.slice(0, SHOWN).map((trigger, i) => (
            <li key={i} dir="auto">
              {triggerText(trigger, t, names)}
            </li>
          ))}
          {triggers.length > SHOWN && <li>{t("start.more", { count: triggers.length - SHOWN })}</li>}
        </ul>
      )}
      <ul className={css.ports}>
        <li className={css.port}>
          <span className={css.label}>{t("port.start")}</span>
          <Handle
            type="source"
            position={Position.Right}
            id="start"
            className={css.out}
            isConnectable={isConnectable}
            data-testid="port-start"
          />
        </li>
      </ul>
    </article>
  );
});
