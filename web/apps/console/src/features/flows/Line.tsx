import { IconX } from "@tabler/icons-react";
import { BaseEdge, EdgeLabelRenderer, getBezierPath, type Edge, type EdgeProps } from "@xyflow/react";
import { memo } from "react";
import css from "./Canvas.module.css";
import { disconnect } from "./commands/disconnect";
import { act, useBuilder } from "./state";
import { useWords } from "./words";

export type LineEdge = Edge<Record<string, never>, "line">;

/** A way from a port to a node; chosen, it can be cut. */
export const Line = memo(function Line(props: EdgeProps<LineEdge>) {
  const { t } = useWords();
  const { id, selected, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition } = props;
  const lit = useBuilder(({ litEdges }) => litEdges.includes(id));
  const cuttable = useBuilder(({ readOnly }) => !readOnly) && id !== START_LINE;
  const [path, x, y] = getBezierPath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition });
  return (
    <>
      <BaseEdge id={id} path={path} markerEnd={props.markerEnd} interactionWidth={18} className={lit ? css.litLine : undefined} />
      {selected && cuttable && (
        <EdgeLabelRenderer>
          <button
            type="button"
            className={`${css.cut} nodrag nopan`}
            style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
            aria-label={t("line.cut")}
            onClick={() => act((graph) => disconnect(graph, [id]))}
          >
            <IconX size={13} />
          </button>
        </EdgeLabelRenderer>
      )}
    </>
  );
});

export const START_LINE = "start:|start";
