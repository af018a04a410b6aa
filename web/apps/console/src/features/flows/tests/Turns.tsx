import { IconAlertTriangle } from "@tabler/icons-react";
import type { FlowTest, FlowTestMiss, FlowTestResult } from "@tertulia/protocol";
import { goTo, useGraph } from "../state";
import { nodeOf } from "../types";
import { stepName } from "../simulator/names";
import { valueText } from "../simulator/model";
import { useToolWords } from "../toolWords";
import css from "./Tests.module.css";
import { endWords, givenWords, missWords, wroteOf } from "./words";

/** The conversation as it is expected; what is otherwise now stands with its turn. */
export function Turns({ test, result }: { test: FlowTest; result?: FlowTestResult }) {
  const { t } = useToolWords();
  const misses = result?.misses ?? [];
  return (
    <div className={css.talk}>
      {test.turns.map(({ given, says = [] }, i) => {
        const wrote = wroteOf(given);
        const own = misses.filter(({ turn }) => turn === i);
        const words = own.find(({ check }) => check === "words");
        return (
          <div key={i} className={css.turn}>
            {wrote ? (
              <p className={css.me} dir="auto">
                {wrote}
              </p>
            ) : (
              <p className={css.event}>{givenWords(given, t)}</p>
            )}
            {!words &&
              says.map((text, j) => (
                <p key={j} className={css.bot} dir="auto">
                  {text}
                </p>
              ))}
            {own.map((miss, j) => (
              <Miss key={j} miss={miss} />
            ))}
          </div>
        );
      })}
      <p className={css.event}>{endWords(test.outcome ?? "", t)}</p>
    </div>
  );
}

function Miss({ miss }: { miss: FlowTestMiss }) {
  const { t } = useToolWords();
  const graph = useGraph();
  const { check, node, expected, got } = miss;
  const shown = (value: string) => (check === "end" ? (nodeOf(graph, value) ? stepName(graph, value) : endWords(value, t)) : valueText(value));
  return (
    <div className={css.miss} data-testid="test-miss">
      <p>
        <IconAlertTriangle size={14} aria-hidden="true" /> {missWords(miss, t)}
      </p>
      {check !== "fit" && (
        <dl>
          <dt>{t("tests.expected")}</dt>
          <dd dir="auto">
            <del>{shown(expected) || t("tests.nothing")}</del>
          </dd>
          <dt>{t("tests.got")}</dt>
          <dd dir="auto">
            <ins>{shown(got) || t("tests.nothing")}</ins>
          </dd>
        </dl>
      )}
      {nodeOf(graph, node) && (
        <button type="button" onClick={() => goTo(node)}>
          {t("tests.step", { name: stepName(graph, node) })}
        </button>
      )}
    </div>
  );
}
