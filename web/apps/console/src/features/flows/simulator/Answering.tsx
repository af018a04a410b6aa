// What stands in for the world: a server's answer, an integration, a survey, the time.
import { Button } from "@mantine/core";
import { IconPlayerTrackNext } from "@tabler/icons-react";
import { useToolWords } from "../toolWords";
import { waitsFor, type Simulation } from "./model";
import { Server } from "./Server";
import css from "./Simulator.module.css";
import type { Effect, SimEvent } from "./types";

interface Props {
  simulation: Simulation;
  send(event: SimEvent): void;
}

export function Answering({ simulation, send }: Props) {
  const waits = waitsFor(simulation);
  if (!waits) return null;
  const { kind, effect, wait } = waits;
  const node = simulation.state?.at.node ?? "";
  const call_id = simulation.state?.waiting?.call_id ?? "";
  return (
    <>
      {kind === "http" && <Server key={call_id} effect={effect} answer={(told) => send({ type: "http_answered", node, call_id, ...told })} />}
      {kind === "action" && <Action answer={(error) => send({ type: "action_done", node, call_id, error })} />}
      {kind === "survey" && <Survey answer={(score) => send({ type: "survey_ended", answered: score !== null, score })} />}
      {wait && <Waits wait={wait} kind={kind} skip={() => send({ type: "timer_fired", wait_id: wait.wait_id })} />}
    </>
  );
}

function Action({ answer }: { answer(error: string): void }) {
  const { t } = useToolWords();
  return (
    <div className={css.stand} data-testid="sim-action">
      <p>{t("sim.action.lead")}</p>
      <div className={css.row}>
        <Button size="compact-sm" onClick={() => answer("")}>
          {t("sim.action.ok")}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => answer("refused")}>
          {t("sim.action.error")}
        </Button>
      </div>
    </div>
  );
}

const SCORES = [1, 2, 3, 4, 5];

function Survey({ answer }: { answer(score: number | null): void }) {
  const { t } = useToolWords();
  return (
    <div className={css.stand} data-testid="sim-survey">
      <p>{t("sim.survey.lead")}</p>
      <div className={css.row}>
        {SCORES.map((score) => (
          <Button key={score} size="compact-sm" variant="default" onClick={() => answer(score)}>
            {score}
          </Button>
        ))}
        <Button size="compact-sm" variant="default" onClick={() => answer(null)}>
          {t("sim.survey.none")}
        </Button>
      </div>
    </div>
  );
}

interface WaitsProps {
  wait: Effect & { type: "wait" };
  kind: string;
  skip(): void;
}

function Waits({ wait, kind, skip }: WaitsProps) {
  const { t, i18n } = useToolWords();
  const until = wait.until ? new Date(wait.until) : null;
  const time = until
    ? new Intl.DateTimeFormat(i18n.language, { dateStyle: "medium", timeStyle: "short" }).format(until)
    : duration(wait.working ?? 0, t);
  const words = t(until ? `sim.wait.${kind === "time" ? "until" : "replyUntil"}` : `sim.wait.${kind === "time" ? "working" : "replyWorking"}`, { time });
  return (
    <div className={css.waits} data-testid="sim-wait">
      <span>{words}</span>
      <Button size="compact-sm" variant="default" leftSection={<IconPlayerTrackNext size={14} />} onClick={skip} data-testid="sim-skip">
        {t(kind === "time" ? "sim.wait.skip" : "sim.wait.over")}
      </Button>
    </div>
  );
}

function duration(minutes: number, t: (key: string, values: Record<string, unknown>) => string): string {
  return minutes % 60 === 0 ? t("sim.wait.hours", { count: minutes / 60 }) : t("sim.wait.minutes", { count: minutes });
}
