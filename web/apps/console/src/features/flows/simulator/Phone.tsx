import { Button } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useGraph } from "../state";
import { useToolWords } from "../toolWords";
import { Answering } from "./Answering";
import { Line } from "./Lines";
import { isOver, openOptions } from "./model";
import { Pen } from "./Pen";
import css from "./Simulator.module.css";
import type { Simulator } from "./useSimulator";

export function Phone({ simulator }: { simulator: Simulator }) {
  const { t } = useToolWords();
  const { simulation, busy, why } = simulator;
  const talk = useRef<HTMLDivElement>(null);
  const open = busy ? -1 : openOptions(simulation);
  const length = simulation.lines.length;
  useEffect(() => {
    if (talk.current) talk.current.scrollTop = talk.current.scrollHeight;
  }, [length, busy, why]);
  return (
    <div className={css.phone}>
      <div ref={talk} className={`${css.talk} scroll`} role="log" aria-label={t("sim.talk")} tabIndex={0}>
        {length === 0 && !simulation.state && <Begin simulator={simulator} />}
        {simulation.lines.map((line) => (
          <Line key={line.key} line={line} open={line.key === open} send={simulator.send} />
        ))}
        {busy && (
          <span className={css.typing} role="status" aria-label={t("sim.typing")}>
            <i />
            <i />
            <i />
          </span>
        )}
        {why && (
          <p className={css.error} role="alert">
            {why}{" "}
            <button type="button" onClick={simulator.retry}>
              {t("retry")}
            </button>
          </p>
        )}
        {isOver(simulation) && !busy && (
          <Button className={css.again} size="compact-sm" variant="default" onClick={simulator.restart}>
            {t("sim.again")}
          </Button>
        )}
      </div>
      <Outdated simulator={simulator} />
      {!busy && !why && <Answering simulation={simulation} send={simulator.send} />}
      <Pen simulator={simulator} />
    </div>
  );
}

/** Written to, or begun by what the flow waits for. */
function Begin({ simulator }: { simulator: Simulator }) {
  const { t } = useToolWords();
  const kind = useGraph().triggers[0]?.kind ?? "first_message";
  return (
    <div className={css.begin}>
      <p>{t("sim.lead")}</p>
      <Button
        size="compact-sm"
        variant="light"
        leftSection={<IconPlayerPlay size={14} />}
        onClick={() => simulator.send({ type: "started", kind, content: null })}
        data-testid="sim-start"
      >
        {t("sim.start")}
      </Button>
    </div>
  );
}

function Outdated({ simulator }: { simulator: Simulator }) {
  const { t } = useToolWords();
  const graph = useGraph();
  if (!simulator.graph || simulator.graph === graph || sameButPlaces(simulator.graph, graph)) return null;
  return (
    <p className={css.outdated} role="status">
      {t("sim.outdated")}{" "}
      <button type="button" onClick={simulator.restart}>
        {t("sim.restart")}
      </button>
    </p>
  );
}

type Graph = NonNullable<Simulator["graph"]>;

/** Moved on the canvas is not changed. */
function sameButPlaces(one: Graph, other: Graph): boolean {
  const bare = (graph: Graph) => JSON.stringify({ ...graph, nodes: graph.nodes.map((node) => ({ ...node, x: 0, y: 0 })) });
  return bare(one) === bare(other);
}
