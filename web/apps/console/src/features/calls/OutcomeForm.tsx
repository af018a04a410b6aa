import { Button, TextInput } from "@mantine/core";
import type { CallbackResult, CallbackView } from "@tertulia/protocol";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { recordOutcome } from "../../commands/callbacks";
import { sayWhy } from "../../ui/sayWhy";
import css from "./Calls.module.css";

const OUTCOMES = ["reached", "no_answer", "busy", "wrong_number"] as const;
const HOUR = 3_600_000;

/** What came of the call; or another time for it. */
export function OutcomeForm({ view }: { view: CallbackView }) {
  const { t } = useTranslation();
  const [note, setNote] = useState("");
  const [later, setLater] = useState(false);
  const [when, setWhen] = useState(() => localTime(new Date(Date.now() + HOUR)));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const record = async (result: CallbackResult) => {
    setBusy(true);
    setProblem("");
    try {
      await recordOutcome(view.id, { ...result, note });
    } catch (error) {
      setProblem(sayWhy(error));
      setBusy(false);
    }
  };
  const postpone = (event: FormEvent) => {
    event.preventDefault();
    const due = new Date(when);
    if (!(due.getTime() > Date.now())) return setProblem(t("calls.past"));
    void record({ outcome: "later", due_at: due.toISOString() });
  };
  return (
    <form className={css.outcome} onSubmit={postpone} aria-label={t("calls.howWasIt")}>
      <div className={css.choices} role="group" aria-label={t("calls.howWasIt")}>
        {OUTCOMES.map((outcome) => (
          <Button
            key={outcome}
            size="xs"
            variant="default"
            disabled={busy}
            onClick={() => void record({ outcome })}
          >
            {t(`calls.outcome.${outcome}`)}
          </Button>
        ))}
        <Button size="xs" variant={later ? "light" : "default"} aria-expanded={later} onClick={() => setLater(!later)}>
          {t("calls.outcome.later")}
        </Button>
      </div>
      <TextInput
        size="xs"
        aria-label={t("calls.note")}
        placeholder={`${t("calls.note")} (${t("calls.noteHint").toLocaleLowerCase()})`}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        maxLength={1000}
      />
      {later && (
        <div className={css.when}>
          <TextInput
            size="xs"
            type="datetime-local"
            label={t("calls.when")}
            value={when}
            min={localTime(new Date())}
            onChange={(event) => setWhen(event.currentTarget.value)}
          />
          <Button size="xs" type="submit" loading={busy}>
            {t("calls.save")}
          </Button>
        </div>
      )}
      {problem && (
        <p className={css.problem} role="alert">
          {problem}
        </p>
      )}
    </form>
  );
}

/** As <input type="datetime-local"> has it, in this browser's zone. */
function localTime(moment: Date): string {
  const two = (number: number) => String(number).padStart(2, "0");
  const day = `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
  return `${day}T${two(moment.getHours())}:${two(moment.getMinutes())}`;
}
