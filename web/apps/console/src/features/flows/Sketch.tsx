import css from "./Gallery.module.css";
import { ALONE, drawn, lanes, route } from "./routing";
import { edgeId, type Graph } from "./types";

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
  const rects = graph.nodes.map(({ x, y }) => ({ x, y, ...CARD }));
  const own = lanes(graph);
  const at = new Map(graph.nodes.map((node) => [node.id, node]));
  return (
    <svg className={css.sketch} viewBox={`${left} ${top} ${width} ${height}`} aria-hidden="true" preserveAspectRatio="xMidYMid meet">
      {graph.edges.map((edge) => {
        const from = at.get(edge.source);
        const to = at.get(edge.target);
        if (!from || !to) return null;
        const id = edgeId(edge);
        const begin = { x: from.x + CARD.width, y: from.y + CARD.height / 2 };
        const way = route(begin, { x: to.x, y: to.y + CARD.height / 2 }, own.get(id) ?? ALONE, rects);
        return <path key={id} d={drawn(way)} />;
      })}
      {graph.nodes.map((node) => (
        <rect key={node.id} x={node.x} y={node.y} width={CARD.width} height={CARD.height} rx={22} data-first={node.id === graph.start || undefined} />
      ))}
    </svg>
  );
}
