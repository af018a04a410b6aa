import { IconX } from "@tabler/icons-react";
import { BaseEdge, EdgeLabelRenderer, type Edge, type EdgeProps } from "@xyflow/react";
import { memo, useMemo } from "react";
import css from "./Canvas.module.css";
import { usePlaces } from "./cardPlaces";
import { disconnect } from "./commands/disconnect";
import { kindOf } from "./nodes/registry";
import { ALONE, drawn, middle, route, type Lane } from "./routing";
import { act, useBuilder } from "./state";
import { nodeOf } from "./types";
import { useWords } from "./words";

export type LineEdge = Edge<{ lane?: Lane }, "line">;

/** A way from a port to a node, around the cards between; chosen, it can be cut. Under the mouse it
 * stands out, and says which way out it is. */
export const Line = memo(function Line(props: EdgeProps<LineEdge>) {
  const { t } = useWords();
  const { id, selected, source, target, sourceX, sourceY, targetX, targetY, data } = props;
  const lit = useBuilder(({ litEdges }) => litEdges.includes(id));
  const cuttable = useBuilder(({ readOnly }) => !readOnly) && id !== START_LINE;
  const over = usePlaces((state) => state.over.line === id);
  const beside = usePlaces(({ over: { node } }) => node !== "" && (node === source || node === target));
  const rects = usePlaces((state) => state.rects);
  const lane = data?.lane ?? ALONE;
  const way = useMemo(
    () => route({ x: sourceX, y: sourceY }, { x: targetX, y: targetY }, lane, rects),
    [sourceX, sourceY, targetX, targetY, lane, rects],
  );
  const { x, y } = middle(way);
  const place = { transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` };
  return (
    <>
      <BaseEdge
        id={id}
        path={drawn(way)}
        interactionWidth={18}
        className={lit ? css.litLine : over ? css.overLine : beside ? css.besideLine : undefined}
      />
      {selected && cuttable ? (
        <EdgeLabelRenderer>
          <button
            type="button"
            className={`${css.cut} nodrag nopan`}
            style={place}
            aria-label={t("line.cut")}
            onClick={() => act((graph) => disconnect(graph, [id]))}
          >
            <IconX size={13} />
          </button>
        </EdgeLabelRenderer>
      ) : (
        over && (
          <EdgeLabelRenderer>
            <span className={css.chip} style={place}>
              <PortWords source={source} port={id.slice(source.length + 1)} />
            </span>
          </EdgeLabelRenderer>
        )
      )}
    </>
  );
});

/** As the card calls it. */
function PortWords({ source, port }: { source: string; port: string }) {
  const { t } = useWords();
  const node = useBuilder(({ history }) => nodeOf(history.now, source));
  const found = node && kindOf(node.kind)?.ports(node.data).find((one) => one.id === port);
  return <span dir="auto">{found?.label ?? t(`port.${found?.word ?? port}`, { defaultValue: port })}</span>;
}

export const START_LINE = "start:|start";
