import { Button } from "@mantine/core";
import { IconCheck, IconChevronRight, IconPencil, IconRefresh, IconTrash, IconX } from "@tabler/icons-react";
import type { FlowTestResult, FlowTestView } from "@tertulia/protocol";
import { useState } from "react";
import * as api from "../../../api/flowTests";
import { IconButton } from "../../../ui/IconButton";
import { sayWhy } from "../../../ui/sayWhy";
import { toast } from "../../../ui/toasts";
import { graphNow, useBuilder } from "../state";
import { useToolWords } from "../toolWords";
import { TestForm } from "./TestForm";
import css from "./Tests.module.css";
import { Turns } from "./Turns";
import { forgetTests } from "./useTests";

interface Props {
  kept: FlowTestView;
  result?: FlowTestResult;
}

/** One test: whether the draft passes it; opened, what is said in it. */
export function TestRow({ kept, result }: Props) {
  const { t } = useToolWords();
  const [open, setOpen] = useState(false);
  const [editing, setEditing] = useState(false);
  const failed = result ? result.misses.length > 0 : undefined;
  const state = failed === undefined ? "running" : failed ? "failed" : "passed";
  return (
    <li className={css.test} data-state={state} data-testid="flow-test">
      <button type="button" className={css.head} aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className={css.mark}>{failed ? <IconX size={14} stroke={2.5} /> : failed === false ? <IconCheck size={14} stroke={2.5} /> : null}</span>
        <span className={css.name} dir="auto">
          {kept.test.name}
        </span>
        <small>{t(`tests.${state}`)}</small>
        <IconChevronRight size={15} className={css.arrow} aria-hidden="true" />
      </button>
      {open && !editing && (
        <div className={css.body}>
          <Turns test={kept.test} result={result} />
          <Tools kept={kept} edit={() => setEditing(true)} />
        </div>
      )}
      {open && editing && <TestForm kept={kept} close={() => setEditing(false)} />}
    </li>
  );
}

function Tools({ kept, edit }: { kept: FlowTestView; edit(): void }) {
  const { t } = useToolWords();
  const { id, readOnly } = useBuilder();
  const [asking, setAsking] = useState(false);
  if (readOnly) return null;
  const run = async (work: Promise<unknown>, done: string) => {
    try {
      await work;
      toast({ tone: "good", text: t(done) });
    } catch (problem) {
      toast({ tone: "bad", text: sayWhy(problem) });
    }
    forgetTests(id);
  };
  if (asking) {
    return (
      <div className={css.tools} role="group" aria-label={t("tests.removeTitle")}>
        <span>{t("tests.removeTitle")}</span>
        <Button size="compact-sm" color="red" autoFocus onClick={() => void run(api.removeTest(id, kept.id), "tests.removed")} data-testid="test-remove-yes">
          {t("tests.remove")}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => setAsking(false)}>
          {t("tests.cancel")}
        </Button>
      </div>
    );
  }
  return (
    <div className={css.tools}>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconRefresh size={14} />}
        title={t("tests.recordText")}
        onClick={() => void run(api.saveTest(id, kept, kept.test, graphNow()), "tests.recorded")}
        data-testid="test-record"
      >
        {t("tests.record")}
      </Button>
      <span className={css.space} />
      <IconButton label={t("tests.edit")} onClick={edit} data-testid="test-edit">
        <IconPencil size={16} />
      </IconButton>
      <IconButton label={t("tests.remove")} onClick={() => setAsking(true)} data-testid="test-remove">
        <IconTrash size={16} />
      </IconButton>
    </div>
  );
}
