import { Button, Modal } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import { useRef, useState, type DragEvent } from "react";
import * as api from "../../api/flowTools";
import { sayWhy } from "../../ui/sayWhy";
import { withDefaults } from "./defaults";
import { sayProblem } from "./sayProblem";
import { stepName } from "./simulator/names";
import { act, useBuilder } from "./state";
import { useToolWords } from "./toolWords";
import { say } from "./words";
import { readFlow, type Parcel } from "./Transfer";
import type { Problem } from "./types";
import css from "./Files.module.css";

/** A file's graph in place of the draft; one step back undoes it. */
export default function ImportDialog({ close }: { close(): void }) {
  const { t } = useToolWords();
  const [state, setState] = useState<{ busy: boolean; error: string; parcel?: Parcel; problems: readonly Problem[] }>({ busy: false, error: "", problems: [] });
  const take = async (file: File | undefined) => {
    if (!file) return;
    setState({ busy: true, error: "", problems: [] });
    const read = readFlow(await file.text().catch(() => ""));
    if ("why" in read) return setState({ busy: false, error: t(`files.why.${read.why}`, { at: read.at }), problems: [] });
    try {
      const parcel = { ...read.parcel, graph: withDefaults(read.parcel.graph) };
      const problems = await api.validate(useBuilder.getState().id, parcel.graph);
      setState({ busy: false, error: "", parcel, problems });
    } catch (error) {
      setState({ busy: false, error: sayWhy(error), problems: [] });
    }
  };
  const use = () => {
    const { parcel } = state;
    if (parcel) act(() => parcel.graph);
    close();
  };
  return (
    <Modal opened onClose={close} title={t("files.import")} size={520} closeButtonProps={{ "aria-label": t("close") }} data-testid="flow-import-dialog">
      <Chooser busy={state.busy} take={(file) => void take(file)} />
      {state.error && (
        <p className={css.error} role="alert">
          {state.error}
        </p>
      )}
      {state.parcel && (
        <div className={css.found} data-testid="flow-import-found">
          <p dir="auto">
            <strong>{state.parcel.name || t("files.unnamed")}</strong> {t("files.nodes", { count: state.parcel.graph.nodes.length })}
          </p>
          {state.problems.length > 0 && (
            <>
              <p>{t("files.problems", { count: state.problems.length })}</p>
              <ul>
                {state.problems.slice(0, 5).map((problem, i) => (
                  <li key={i} dir="auto">
                    {problem.node && `${stepName(state.parcel!.graph, problem.node)}: `}
                    {sayProblem(problem, say)}
                  </li>
                ))}
              </ul>
            </>
          )}
          <Button onClick={use} data-testid="flow-import-use">
            {t("files.use")}
          </Button>
        </div>
      )}
    </Modal>
  );
}

export function Chooser({ busy, take }: { busy: boolean; take(file: File | undefined): void }) {
  const { t } = useToolWords();
  const input = useRef<HTMLInputElement>(null);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    take(event.dataTransfer.files[0]);
  };
  return (
    <div className={css.drop} onDragOver={(event) => event.preventDefault()} onDrop={drop}>
      <IconFileImport size={26} stroke={1.5} aria-hidden="true" />
      <Button variant="default" loading={busy} onClick={() => input.current?.click()}>
        {t("files.choose")}
      </Button>
      <span>{t("files.drop")}</span>
      <input
        ref={input}
        type="file"
        hidden
        accept=".json,application/json"
        data-testid="flow-file"
        onChange={(event) => {
          take(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
    </div>
  );
}
