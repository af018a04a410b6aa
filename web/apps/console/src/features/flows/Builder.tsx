import { ReactFlowProvider } from "@xyflow/react";
import { useMediaQuery } from "@mantine/hooks";
import { lazy, Suspense, useEffect, useMemo } from "react";
import { useWorkspace, canManage } from "../../app/workspace";
import { Failed } from "../../ui/Failed";
import { LineSkeletons } from "../../ui/Skeleton";
import css from "./Builder.module.css";
import { Canvas } from "./Canvas";
import { NamesContext, useGatheredNames } from "./names";
import { NodeList } from "./NodeList";
import { NodePane } from "./NodePane";
import { Palette } from "./Palette";
import { byNode, ProblemsContext, useProblems } from "./problems";
import { ProblemsPane } from "./ProblemsPane";
import { SavingBanner } from "./SavingMark";
import { StartPane } from "./StartPane";
import { goTo, useBuilder, useGraph, useSelected } from "./state";
import { TopBar } from "./TopBar";
import { nodeOf, START } from "./types";
import { useBuilderKeys } from "./useBuilderKeys";
import { useDraft } from "./useDraft";
import { useWords } from "./words";

const SimulatorPane = lazy(() => import("./SimulatorPane"));
const TestsPane = lazy(() => import("./tests/TestsPane"));

/** One flow, drawn. On a phone, and for who may not change it, it is read. */
export default function Builder({ id }: { id: string }) {
  const { t } = useWords();
  const { ready, error, retry } = useDraft(id);
  const phone = useMediaQuery("(max-width: 760px)", false, { getInitialValueInEffect: false }) ?? false;
  const { me } = useWorkspace();
  const reads = phone || !canManage(me);
  useEffect(() => useBuilder.setState({ readOnly: reads }), [reads]);
  if (error && !ready) return <Failed title={t("builder.failed")} error={error} retry={retry} />;
  if (!ready) return <Loading />;
  return (
    <ReactFlowProvider>
      <Opened phone={phone} />
    </ReactFlowProvider>
  );
}

function Opened({ phone }: { phone: boolean }) {
  const { t } = useWords();
  const names = useGatheredNames();
  const problems = useProblems();
  const map = useMemo(() => byNode(problems), [problems]);
  const readOnly = useBuilder((state) => state.readOnly);
  const name = useBuilder((state) => state.name);
  const chosen = useSelected();
  useBuilderKeys();
  return (
    <NamesContext value={names}>
      <ProblemsContext value={map}>
        <main className={css.builder} data-testid="flow-builder">
          <h1 className="hidden-visually">{t("builder.title", { name })}</h1>
          <TopBar problems={problems} />
          <SavingBanner />
          {phone && <p className={css.phoneHint}>{t("builder.phone")}</p>}
          <div className={css.work}>
            {!readOnly && <Palette />}
            <div className={css.middle}>
              <Canvas movable={!readOnly} />
              <FirstStep />
              {phone && chosen === "" && <NodeList />}
            </div>
            <RightPane problems={problems} />
          </div>
        </main>
      </ProblemsContext>
    </NamesContext>
  );
}

function RightPane({ problems }: { problems: ReturnType<typeof useProblems> }) {
  const pane = useBuilder((state) => state.pane);
  const chosen = useSelected();
  const node = nodeOf(useGraph(), chosen);
  if (pane === "simulator") {
    return (
      <Suspense fallback={null}>
        <SimulatorPane />
      </Suspense>
    );
  }
  if (pane === "tests") {
    return (
      <Suspense fallback={null}>
        <TestsPane />
      </Suspense>
    );
  }
  if (pane === "problems") return <ProblemsPane problems={problems} />;
  if (chosen === START) return <StartPane />;
  return node ? <NodePane key={node.id} node={node} /> : null;
}

/** What to do with an empty canvas. */
function FirstStep() {
  const { t } = useWords();
  const { nodes } = useGraph();
  const readOnly = useBuilder((state) => state.readOnly);
  if (nodes.length > 0 || readOnly) return null;
  return (
    <div className={css.first}>
      <strong>{t("builder.empty")}</strong>
      <p>{t("builder.emptyText")}</p>
      <button type="button" onClick={() => goTo("")}>
        {t("builder.emptyTriggers")}
      </button>
    </div>
  );
}

function Loading() {
  return (
    <div className={css.builder} data-testid="flow-loading">
      <div className={css.bar} />
      <div className={css.work}>
        <div className={css.ghost}>
          <LineSkeletons count={12} />
        </div>
      </div>
    </div>
  );
}
