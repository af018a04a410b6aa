import "../contacts/library";
import { Button, Modal, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { FlowTestResult } from "@tertulia/protocol";
import { useState } from "react";
import { ApiError } from "../../api/client";
import * as testsApi from "../../api/flowTests";
import * as api from "../../api/flowTools";
import { isNotKept, publishFlow } from "../../commands/flows";
import { LineSkeletons } from "../../ui/Skeleton";
import { sayWhy } from "../../ui/sayWhy";
import { withDefaults } from "./defaults";
import { sayProblem } from "./sayProblem";
import { stepName } from "./simulator/names";
import { goTo, showPane, useBuilder, useGraph } from "./state";
import { missWords } from "./tests/words";
import { useToolWords } from "./toolWords";
import { say } from "./words";
import { EMPTY, type Problem } from "./types";
import { Diff } from "./versions/Diff";
import { diff } from "./versions/diff";
import css from "./versions/Versions.module.css";

/** What will change for the contacts, or what stands against it. */
export default function PublishDialog({ close }: { close(): void }) {
  const { t } = useToolWords();
  const { id, published } = useBuilder.getState();
  const graph = useGraph();
  const checked = useQuery({ queryKey: ["flow", id, "publish", graph], queryFn: () => look(id, published, graph), gcTime: 0, retry: false });
  return (
    <Modal opened onClose={close} title={t("publish.title")} size={560} closeButtonProps={{ "aria-label": t("close") }} data-testid="publish-dialog">
      {checked.error ? (
        <p className={css.error} role="alert">
          {sayWhy(checked.error)}
        </p>
      ) : !checked.data ? (
        <LineSkeletons />
      ) : checked.data.problems.length > 0 ? (
        <Problems problems={checked.data.problems} close={close} />
      ) : checked.data.failed.length > 0 ? (
        <FailedTests failed={checked.data.failed} close={close} />
      ) : (
        <Ready before={checked.data.before} close={close} />
      )}
    </Modal>
  );
}

async function look(id: string, published: number, graph: typeof EMPTY) {
  const [problems, before, results] = await Promise.all([
    api.validate(id, graph),
    published > 0 ? api.versionGraph(id, published) : EMPTY,
    testsApi.runTests(id, graph),
  ]);
  return { problems, before: withDefaults(before), failed: results.filter(({ misses }) => misses.length > 0) };
}

function Problems({ problems, close }: { problems: readonly Problem[]; close(): void }) {
  const { t } = useToolWords();
  const graph = useGraph();
  const show = ({ node, field }: Problem) => {
    close();
    goTo(node, field);
  };
  return (
    <>
      <p className={css.lead}>{t("publish.problems", { count: problems.length })}</p>
      <ul className={css.problems} data-testid="publish-problems">
        {problems.map((problem, i) => (
          <li key={i}>
            <button type="button" onClick={() => show(problem)}>
              <IconAlertTriangle size={15} aria-hidden="true" />
              <span>
                <strong dir="auto">{stepName(graph, problem.node)}</strong> {sayProblem(problem, say)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Conversations that the draft does not pass. */
function FailedTests({ failed, close }: { failed: readonly FlowTestResult[]; close(): void }) {
  const { t } = useToolWords();
  const show = () => {
    close();
    showPane("tests");
  };
  return (
    <>
      <p className={css.lead}>{t("publishTests.failed", { count: failed.length })}</p>
      <ul className={css.problems} data-testid="publish-tests">
        {failed.map(({ id, name, misses }) => (
          <li key={id}>
            <button type="button" onClick={show}>
              <IconAlertTriangle size={15} aria-hidden="true" />
              <span>
                <strong dir="auto">{name}</strong> {missWords(misses[0]!, t)}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <Button variant="default" onClick={show}>
        {t("publishTests.show")}
      </Button>
    </>
  );
}

function Ready({ before, close }: { before: typeof EMPTY; close(): void }) {
  const { t } = useToolWords();
  const graph = useGraph();
  const { id, published } = useBuilder.getState();
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const [found, setFound] = useState<readonly Problem[]>([]);
  const [failed, setFailed] = useState<readonly FlowTestResult[]>([]);
  const run = async () => {
    setBusy(true);
    setError("");
    try {
      await publishFlow(note.trim());
      close();
    } catch (problem) {
      const told = problem instanceof ApiError && problem.status === 422 ? await api.validate(id, graph).catch(() => []) : [];
      setFound(told);
      if (problem instanceof ApiError && problem.code === "flow_tests_fail") {
        const results = await testsApi.runTests(id, graph).catch(() => []);
        setFailed(results.filter(({ misses }) => misses.length > 0));
      }
      setError(isNotKept(problem) ? t("publish.notKept") : sayWhy(problem));
      setBusy(false);
    }
  };
  if (found.length > 0) return <Problems problems={found} close={close} />;
  if (failed.length > 0) return <FailedTests failed={failed} close={close} />;
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}
    >
      <p className={css.lead}>{t(published > 0 ? "publish.lead" : "publish.first")}</p>
      {published > 0 && (
        <div className={`${css.box} scroll`} tabIndex={0} role="group" aria-label={t("publish.changes")}>
          <Diff diff={diff(before, graph)} />
        </div>
      )}
      <Textarea
        data-autofocus
        label={t("publish.note")}
        placeholder={t("publish.notePlaceholder")}
        autosize
        minRows={2}
        maxRows={5}
        maxLength={500}
        value={note}
        onChange={({ currentTarget }) => setNote(currentTarget.value)}
      />
      {published > 0 && <p className={css.hint}>{t("publish.running")}</p>}
      {error && (
        <p className={css.error} role="alert">
          {error}
        </p>
      )}
      <Button type="submit" loading={busy} data-testid="publish-submit">
        {t("publish.submit", { number: published + 1 })}
      </Button>
    </form>
  );
}
