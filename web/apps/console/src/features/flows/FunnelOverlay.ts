// How many came to each node, as the canvas shows it. Pure.
import type { Counted } from "../../api/flowTools";
import type { Overlay } from "./state";
import type { Graph } from "./types";

type Counts = NonNullable<Overlay["counts"]>;

/** A node that nobody reached shows so. of: who began, which percentages are of. */
export function countsOf(told: Readonly<Record<string, Counted>>, graph: Graph): Record<string, Counts> {
  const begun = told[graph.start]?.reached ?? Math.max(0, ...Object.values(told).map(({ reached }) => reached));
  return Object.fromEntries(
    graph.nodes.map(({ id }) => {
      const { reached = 0, answered = 0, dropped = 0 } = told[id] ?? {};
      return [id, { reached, answered, dropped, of: begun }];
    }),
  );
}
