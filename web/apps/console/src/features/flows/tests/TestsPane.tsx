import { Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useState } from "react";
import { Failed } from "../../../ui/Failed";
import { IconButton } from "../../../ui/IconButton";
import { LineSkeletons } from "../../../ui/Skeleton";
import pane from "../Pane.module.css";
import { showPane, useBuilder } from "../state";
import { useToolWords } from "../toolWords";
import { Replay } from "./Replay";
import { TestRow } from "./TestRow";
import css from "./Tests.module.css";
import { useResults, useTests } from "./useTests";

type Tab = "tests" | "replay";

/** Conversations that the draft has to pass, and those that contacts had lately. */
export default function TestsPane() {
  const { t } = useToolWords();
  const [tab, setTab] = useState<Tab>("tests");
  return (
    <aside className={`${pane.pane} scroll`} aria-label={t("tests.title")} data-testid="tests-pane">
      <header className={pane.head}>
        <h2>{t("tests.title")}</h2>
        <IconButton label={t("close")} onClick={() => showPane("form")}>
          <IconX size={17} />
        </IconButton>
      </header>
      <div className={css.tabs} role="tablist">
        {(["tests", "replay"] as const).map((one) => (
          <button
            key={one}
            type="button"
            role="tab"
            id={`tests-tab-${one}`}
            aria-selected={one === tab}
            aria-controls="tests-panel"
            onClick={() => setTab(one)}
            data-testid={`tests-tab-${one}`}
          >
            {t(`${one}.title`)}
          </button>
        ))}
      </div>
      <div id="tests-panel" role="tabpanel" aria-labelledby={`tests-tab-${tab}`} className={css.panel}>
        {tab === "tests" ? <Tests /> : <Replay />}
      </div>
    </aside>
  );
}

function Tests() {
  const { t } = useToolWords();
  const readOnly = useBuilder((state) => state.readOnly);
  const { data, error, refetch } = useTests();
  const tests = data ?? [];
  const results = useResults(tests.length > 0);
  if (error) return <Failed title={t("tests.loadFailed")} error={error} retry={() => void refetch()} />;
  if (!data) return <LineSkeletons />;
  if (tests.length === 0) {
    return (
      <div className={css.empty}>
        <strong>{t("tests.none")}</strong>
        <p>{t("tests.noneText")}</p>
        {!readOnly && (
          <Button size="xs" variant="light" onClick={() => showPane("simulator")}>
            {t("tests.try")}
          </Button>
        )}
      </div>
    );
  }
  const failed = tests.filter(({ id }) => (results.data?.[id]?.misses.length ?? 0) > 0).length;
  return (
    <>
      <p className={css.lead}>{t("tests.lead")}</p>
      {results.data && (
        <p className={css.sum} data-bad={failed > 0 || undefined} role="status" data-testid="tests-sum">
          {failed > 0 ? t("tests.some", { failed, count: tests.length }) : t("tests.all", { count: tests.length })}
        </p>
      )}
      <ul className={css.list}>
        {tests.map((kept) => (
          <TestRow key={kept.id} kept={kept} result={results.data?.[kept.id]} />
        ))}
      </ul>
    </>
  );
}
