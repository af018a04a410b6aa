import "../../contacts/library";
import "@mantine/core/styles/Checkbox.css";
import { Button, Checkbox, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import type { FlowTest, FlowTestTurn, FlowTestView } from "@tertulia/protocol";
import { useState, type FormEvent } from "react";
import * as api from "../../../api/flowTests";
import { IconButton } from "../../../ui/IconButton";
import { sayWhy } from "../../../ui/sayWhy";
import { valueText } from "../simulator/model";
import { useBuilder } from "../state";
import { useToolWords } from "../toolWords";
import css from "./Tests.module.css";
import { forgetTests } from "./useTests";
import { contentOf, endWords, givenWords, isPlain, wroteOf } from "./words";

const CHECKS = ["words", "ways", "variables", "end"] as const;
const OUTCOMES = ["", "ended", "resolved", "handed_off", "failed"] as const;

/** What comes in and what is expected, changed by hand. */
export function TestForm({ kept, close }: { kept: FlowTestView; close(): void }) {
  const { t } = useToolWords();
  const id = useBuilder((state) => state.id);
  const [test, setTest] = useState<FlowTest>(kept.test);
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState("");
  const change = (part: Partial<FlowTest>) => setTest((before) => ({ ...before, ...part }));
  const checks = test.checks ?? [];
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setWhy("");
    try {
      await api.saveTest(id, kept, test, null);
      close();
    } catch (problem) {
      setWhy(sayWhy(problem));
      setBusy(false);
    }
    forgetTests(id);
  };
  return (
    <form className={css.form} onSubmit={(event) => void save(event)} data-testid="test-form">
      <TextInput size="xs" label={t("tests.name")} value={test.name} maxLength={80} onChange={({ currentTarget }) => change({ name: currentTarget.value })} />
      <fieldset>
        <legend>{t("tests.checks")}</legend>
        {CHECKS.map((one) => (
          <Checkbox
            key={one}
            size="xs"
            label={t(`tests.check.${one}`)}
            checked={checks.includes(one)}
            onChange={({ currentTarget }) => change({ checks: currentTarget.checked ? [...checks, one] : checks.filter((each) => each !== one) })}
          />
        ))}
      </fieldset>
      {test.turns.map((turn, i) => (
        <TurnFields key={i} turn={turn} change={(after) => change({ turns: test.turns.map((each, at) => (at === i ? after : each)) })} />
      ))}
      {Object.entries(test.variables ?? {}).map(([name, value]) => (
        <TextInput
          key={name}
          size="xs"
          label={t("tests.variable", { name })}
          value={valueText(value)}
          onChange={({ currentTarget }) => change({ variables: { ...test.variables, [name]: readValue(currentTarget.value, value) } })}
        />
      ))}
      <NativeSelect
        size="xs"
        label={t("tests.ends")}
        value={test.outcome ?? ""}
        data={OUTCOMES.map((value) => ({ value, label: endWords(value, t) }))}
        onChange={({ currentTarget }) => change({ outcome: currentTarget.value as FlowTest["outcome"], stands: "" })}
      />
      {why && (
        <p className={css.error} role="alert">
          {why}
        </p>
      )}
      <div className={css.tools}>
        <Button type="submit" size="compact-md" loading={busy} disabled={!test.name.trim()} data-testid="test-save">
          {t("tests.save")}
        </Button>
        <Button size="compact-md" variant="default" onClick={close}>
          {t("tests.cancel")}
        </Button>
      </div>
    </form>
  );
}

function TurnFields({ turn, change }: { turn: FlowTestTurn; change(after: FlowTestTurn): void }) {
  const { t } = useToolWords();
  const { given, says = [] } = turn;
  const content = contentOf(given);
  const write = (text: string) => change({ ...turn, given: { ...given, content: { ...content!, text } } as FlowTestTurn["given"] });
  return (
    <div className={css.turn}>
      {isPlain(given) ? (
        <TextInput size="xs" label={t("tests.wrote")} value={content?.text ?? ""} maxLength={4000} onChange={({ currentTarget }) => write(currentTarget.value)} />
      ) : (
        <p className={css.event}>{wroteOf(given) || givenWords(given, t)}</p>
      )}
      {says.map((text, i) => (
        <div key={i} className={css.says}>
          <Textarea
            size="xs"
          label={t("tests.says")}
            autosize
            minRows={1}
            maxRows={6}
            maxLength={4000}
            value={text}
            onChange={({ currentTarget }) => change({ ...turn, says: says.map((each, at) => (at === i ? currentTarget.value : each)) })}
          />
          <IconButton type="button" label={t("tests.dropSays")} onClick={() => change({ ...turn, says: says.filter((_, at) => at !== i) })}>
            <IconX size={14} />
          </IconButton>
        </div>
      ))}
    </div>
  );
}

/** As it was: a number stays a number. */
function readValue(text: string, before: unknown): NonNullable<FlowTest["variables"]>[string] {
  if (typeof before === "string") return text;
  try {
    return JSON.parse(text) as NonNullable<FlowTest["variables"]>[string];
  } catch {
    return text;
  }
}
