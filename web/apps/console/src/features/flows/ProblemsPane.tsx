import { IconCircleCheck, IconX } from "@tabler/icons-react";
import { IconButton } from "../../ui/IconButton";
import { useNodeName } from "./nodeName";
import { kindOf } from "./nodes/registry";
import css from "./Pane.module.css";
import { sayProblem } from "./sayProblem";
import { goTo, showPane, useGraph } from "./state";
import { nodeOf, type FlowNode, type Problem } from "./types";
import { useWords } from "./words";

/** What keeps the flow from being published; each leads to its place. */
export function ProblemsPane({ problems }: { problems: readonly Problem[] }) {
  const { t } = useWords();
  const graph = useGraph();
  const name = useNodeName();
  const where = (id: string) => {
    const node = nodeOf(graph, id);
    return node ? name(node) : t("start.title");
  };
  return (
    <aside className={`${css.pane} scroll`} aria-label={t("pane.problems")} data-testid="problems-pane">
      <header className={css.head}>
        <h2>{t("pane.problems")}</h2>
        <IconButton label={t("close")} onClick={() => showPane("form")}>
          <IconX size={17} />
        </IconButton>
      </header>
      {problems.length === 0 ? (
        <p className={css.good}>
          <IconCircleCheck size={18} /> {t("pane.noProblems")}
        </p>
      ) : (
        <ul className={css.list}>
          {problems.map((problem, i) => (
            <li key={i}>
              <button type="button" className={css.entry} onClick={() => goTo(problem.node, problem.field)} data-testid="problem">
                <strong dir="auto">{where(problem.node)}</strong>
                <span>{fieldWords(problem, nodeOf(graph, problem.node), t)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </aside>
  );
}

type Say = (key: string, values?: Record<string, unknown>) => string;

/** "Text: this is needed" */
function fieldWords(problem: Problem, node: FlowNode | undefined, t: Say): string {
  const last = problem.field.split(".").filter((part) => !/^\d+$/.test(part)).at(-1) ?? "";
  const field = last ? t(`field.${last}`, { defaultValue: "" }) : problem.port ? portWords(problem.port, node, t) : "";
  const words = sayProblem(problem, t);
  return field ? `${field}: ${words.charAt(0).toLowerCase()}${words.slice(1)}` : words;
}

/** A way out as its card calls it. */
function portWords(id: string, node: FlowNode | undefined, t: Say): string {
  const port = node && kindOf(node.kind)?.ports(node.data).find((one) => one.id === id);
  return port?.label ?? t(`port.${port?.word ?? id}`, { defaultValue: id });
}
