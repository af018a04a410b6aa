import { Button } from "@mantine/core";
import { useState } from "react";
import { callForReal } from "../../../api/flowTests";
import { sayWhy } from "../../../ui/sayWhy";
import { useToolWords } from "../toolWords";
import css from "./Simulator.module.css";
import type { Effect } from "./types";

export interface Told {
  status: number;
  body: string;
  error: string;
}

const STATUSES = [200, 201, 404, 500];
const FAILURES = ["timeout", "refused", "too_large", "redirect", "private"];

/** What a request is answered: really, as one writes it, or not at all. */
export function Server({ effect, answer }: { effect?: Effect; answer(told: Told): void }) {
  const { t } = useToolWords();
  const [status, setStatus] = useState("200");
  const [body, setBody] = useState('{\n  "status": "sent"\n}');
  const [failure, setFailure] = useState(FAILURES[0]!);
  const asked = effect?.type === "call_http" ? effect : undefined;
  const number = Number(status);
  const fits = Number.isInteger(number) && number >= 100 && number <= 599;
  return (
    <div className={css.stand} data-testid="sim-http">
      <p>{t("sim.http.lead")}</p>
      {asked?.body && <pre tabIndex={0}>{asked.body}</pre>}
      {asked && <Really call={asked} answer={answer} />}
      <div className={css.row}>
        <label>
          {t("sim.http.status")}
          <input inputMode="numeric" list="sim-statuses" value={status} onChange={(event) => setStatus(event.target.value)} aria-invalid={!fits} />
          <datalist id="sim-statuses">
            {STATUSES.map((one) => (
              <option key={one} value={one} />
            ))}
          </datalist>
        </label>
        <Button size="compact-sm" disabled={!fits} onClick={() => answer({ status: number, body, error: "" })} data-testid="sim-answer">
          {t("sim.http.answer")}
        </Button>
      </div>
      <label>
        {t("sim.http.body")}
        <textarea rows={3} spellCheck={false} value={body} onChange={(event) => setBody(event.target.value)} data-testid="sim-body" />
      </label>
      <div className={css.row}>
        <label className={css.failing}>
          {t("sim.http.failing")}
          <select value={failure} onChange={(event) => setFailure(event.target.value)} data-testid="sim-failure">
            {FAILURES.map((one) => (
              <option key={one} value={one}>
                {t(`sim.http.why.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <Button size="compact-sm" variant="default" onClick={() => answer({ status: 0, body: "", error: failure })} data-testid="sim-fail">
          {t("sim.http.fail")}
        </Button>
      </div>
    </div>
  );
}

function Really({ call, answer }: { call: Effect & { type: "call_http" }; answer(told: Told): void }) {
  const { t } = useToolWords();
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState("");
  const ask = async () => {
    setBusy(true);
    setWhy("");
    try {
      const { status, body, error } = await callForReal(call);
      answer({ status, body, error });
    } catch (problem) {
      setWhy(sayWhy(problem));
      setBusy(false);
    }
  };
  return (
    <>
      <div className={css.row}>
        <Button size="compact-sm" variant="light" loading={busy} onClick={() => void ask()} data-testid="sim-real">
          {t("sim.http.real")}
        </Button>
      </div>
      {why && (
        <p className={css.error} role="alert">
          {why}
        </p>
      )}
    </>
  );
}
