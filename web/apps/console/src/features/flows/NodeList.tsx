import { useNodeName } from "./nodeName";
import css from "./Builder.module.css";
import { goTo, useGraph } from "./state";
import { START } from "./types";
import { useWords } from "./words";

/** The flow as a list, where the canvas is too small to be read. */
export function NodeList() {
  const { t } = useWords();
  const { nodes } = useGraph();
  const name = useNodeName();
  return (
    <nav className={`${css.nodes} scroll`} aria-label={t("builder.nodes")} data-testid="node-list">
      <ul>
        <li>
          <button type="button" onClick={() => goTo(START)}>
            {t("start.title")}
          </button>
        </li>
        {nodes.map((node) => (
          <li key={node.id}>
            <button type="button" dir="auto" onClick={() => goTo(node.id)}>
              {name(node)}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
