import { IconAlertTriangle, IconArrowBackUp, IconArrowForwardUp, IconChevronLeft, IconLayoutDistributeHorizontal } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { Link } from "wouter";
import { IconButton } from "../../ui/IconButton";
import { isMac, keyLabel } from "../../ui/keys";
import css from "./Builder.module.css";
import { BuilderTools } from "./BuilderTools";
import { SavingMark } from "./SavingMark";
import { redoLast, rename, showPane, undoLast, useBuilder } from "./state";
import type { Problem } from "./types";
import { useArrange } from "./useBuilderKeys";
import { useWords } from "./words";

/** Name, what became of the last change, undo and redo, what is wrong, and the tools at the right. */
export function TopBar({ problems }: { problems: readonly Problem[] }) {
  const { t } = useWords();
  const readOnly = useBuilder((state) => state.readOnly);
  const undoable = useBuilder(({ history }) => history.past.length > 0);
  const redoable = useBuilder(({ history }) => history.future.length > 0);
  const arrange = useArrange();
  const mac = isMac();
  return (
    <header className={css.bar}>
      <Link href="/flows" className={css.back} aria-label={t("bar.back")}>
        <IconChevronLeft size={18} />
      </Link>
      <Name />
      <SavingMark />
      <span className={css.space} />
      {!readOnly && (
        <span className={css.tools}>
          <IconButton label={t("bar.undo")} keys={keyLabel("mod+z", mac)} disabled={!undoable} onClick={undoLast} data-testid="undo">
            <IconArrowBackUp size={18} />
          </IconButton>
          <IconButton label={t("bar.redo")} keys={keyLabel("mod+shift+z", mac)} disabled={!redoable} onClick={redoLast} data-testid="redo">
            <IconArrowForwardUp size={18} />
          </IconButton>
          <IconButton label={t("bar.arrange")} keys={keyLabel("mod+shift+l", mac)} onClick={arrange} data-testid="arrange">
            <IconLayoutDistributeHorizontal size={18} />
          </IconButton>
        </span>
      )}
      <ProblemsButton count={problems.length} />
      <BuilderTools problems={problems} />
    </header>
  );
}

function ProblemsButton({ count }: { count: number }) {
  const { t } = useWords();
  const pane = useBuilder((state) => state.pane);
  const shown = pane === "problems";
  return (
    <button
      type="button"
      className={css.problems}
      data-bad={count > 0 || undefined}
      aria-pressed={shown}
      aria-label={t("bar.problems", { count })}
      data-testid="problems-button"
      onClick={() => showPane(shown ? "form" : "problems")}
    >
      <IconAlertTriangle size={16} />
      <span>{count}</span>
    </button>
  );
}

/** Written as one likes, kept when one is done. */
function Name() {
  const { t } = useWords();
  const name = useBuilder((state) => state.name);
  const readOnly = useBuilder((state) => state.readOnly);
  const [text, setText] = useState(name);
  useEffect(() => setText(name), [name]);
  const done = () => (text.trim() ? rename(text.trim()) : setText(name));
  return (
    <input
      className={css.name}
      value={text}
      maxLength={80}
      readOnly={readOnly}
      aria-label={t("bar.name")}
      data-testid="flow-name"
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={done}
      onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
    />
  );
}
