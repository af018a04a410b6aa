import { useState } from "react";
import { goTo, useGraph } from "../state";
import { useToolWords } from "../toolWords";
import { isoTime, localTime, valueText, type Simulation } from "./model";
import { stepName } from "./names";
import css from "./Details.module.css";
import type { Simulator } from "./useSimulator";

type Tab = "variables" | "steps" | "world";
const TABS: readonly Tab[] = ["variables", "steps", "world"];

/** Under the phone: what the flow knows, and the way that it took. */
export function Details({ simulator }: { simulator: Simulator }) {
  const { simulation } = simulator;
  const { t } = useToolWords();
  const [tab, setTab] = useState<Tab>("variables");
  return (
    <div className={css.details}>
      <div className={css.tabs} role="tablist" aria-label={t("sim.details")}>
        {TABS.map((one) => (
          <button
            key={one}
            type="button"
            role="tab"
            id={`sim-tab-${one}`}
            aria-selected={one === tab}
            aria-controls="sim-details"
            onClick={() => setTab(one)}
            data-testid={`sim-tab-${one}`}
          >
            {t(`sim.${one}`)}
          </button>
        ))}
      </div>
      <div id="sim-details" role="tabpanel" aria-labelledby={`sim-tab-${tab}`} className={`${css.told} scroll`} tabIndex={0}>
        {tab === "variables" && <Variables simulation={simulation} />}
        {tab === "steps" && <Steps simulation={simulation} />}
        {tab === "world" && <World simulator={simulator} />}
      </div>
    </div>
  );
}

function Variables({ simulation }: { simulation: Simulation }) {
  const { t } = useToolWords();
  const entries = Object.entries(simulation.state?.variables ?? {});
  if (entries.length === 0) return <p className={css.none}>{t("sim.noVariables")}</p>;
  return (
    <table className={css.table} data-testid="sim-variables">
      <tbody>
        {entries.map(([name, value]) => (
          <tr key={name} data-changed={simulation.changed.includes(name) || undefined}>
            <th scope="row">{name}</th>
            <td dir="auto">{valueText(value) || "—"}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Steps({ simulation }: { simulation: Simulation }) {
  const { t } = useToolWords();
  const graph = useGraph();
  if (simulation.runs.length === 0) return <p className={css.none}>{t("sim.noSteps")}</p>;
  return (
    <ol className={css.steps} data-testid="sim-steps">
      {simulation.runs.map(({ key, traced }) => (
        <li key={key}>
          <button type="button" onClick={() => goTo(traced.node)} disabled={!!traced.flow_id}>
            <span dir="auto">{stepName(graph, traced.node)}</span>
            {traced.port && <b dir="auto">{traced.port}</b>}
            {traced.note && <small dir="auto">{traced.note}</small>}
          </button>
        </li>
      ))}
    </ol>
  );
}

const HOURS = ["open", "closed", "break", "holiday", "calendar"] as const;

/** What hours and queues are like for the made person. */
function World({ simulator }: { simulator: Simulator }) {
  const { t } = useToolWords();
  const { world, setWorld } = simulator;
  return (
    <div className={css.world}>
      <label>
        {t("sim.hours")}
        <select value={world.hours} onChange={(event) => setWorld({ hours: event.target.value as typeof world.hours })} data-testid="sim-hours">
          {HOURS.map((one) => (
            <option key={one} value={one}>
              {t(`sim.hour.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t("sim.agents")}
        <input
          type="number"
          min={0}
          max={1000}
          value={world.agents_online}
          onChange={(event) => setWorld({ agents_online: Math.min(1000, Math.max(0, Math.round(Number(event.target.value)))) })}
          data-testid="sim-agents"
        />
      </label>
      <label className={css.time}>
        {t("sim.time")}
        <span>
          <input type="datetime-local" value={localTime(world.at)} onChange={(event) => setWorld({ at: isoTime(event.target.value) })} data-testid="sim-time" />
          {world.at && (
            <button type="button" onClick={() => setWorld({ at: "" })}>
              {t("sim.timeNow")}
            </button>
          )}
        </span>
      </label>
    </div>
  );
}
