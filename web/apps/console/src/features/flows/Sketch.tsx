import type { Graph } from "./types";
import css from "./Gallery.module.css";

const WIDTH = 200;
const HEIGHT = 110;
const CARD = { width: 220, height: 120 };
const MARGIN = 60;

/** The shape of a flow, small: its cards and its ways. */
export function Sketch({ graph }: { graph: Graph }) {
  const xs = graph.nodes.map(({ x }) => x);
  const ys = graph.nodes.map(({ y }) => y);
  const left = Math.min(0, ...xs) - MARGIN;
  const top = Math.min(0, ...ys) - MARGIN;
  const width = Math.max(WIDTH, ...xs.map((x) => x + CARD.width)) - left + MARGIN;
  const height = Math.max(HEIGHT, ...ys.map((y) => y + CARD.height)) - top + MARGIN;
  const at = new Map(graph.nodes.map((node) => [node.id, node]));
  return (
    <svg className={css.sketch} viewBox={`${left} ${top} ${width} ${height}`} aria-hidden="true" preserveAspectRatio="xMidYMid meet">
      {graph.edges.map(({ source, port, target }) => {
        const from = at.get(source);
        const to = at.get(target);
        if (!from || !to) return null;
        const x1 = from.x + CARD.width;
        const y1 = from.y + CARD.height / 2;
        const y2 = to.y + CARD.height / 2;
        return <path key={`${source}|${port}`} d={`M${x1},${y1} C${x1 + 60},${y1} ${to.x - 60},${y2} ${to.x},${y2}`} />;
      })}
      {graph.nodes.map((node) => (
        <rect key={node.id} x={node.x} y={node.y} width={CARD.width} height={CARD.height} rx={22} data-first={node.id === graph.start || undefined} />
      ))}
    </svg>
  );
}
