import {
  applyNodeChanges,
  Background,
  BackgroundVariant,
  ConnectionLineType,
  Controls,
  getViewportForBounds,
  MiniMap,
  ReactFlow,
  SelectionMode,
  useNodesInitialized,
  useReactFlow,
  type Connection,
  type EdgeChange,
  type NodeChange,
  type OnConnectEnd,
} from "@xyflow/react";
import "@xyflow/react/dist/base.css";
import { useCallback, useContext, useEffect, useMemo, useRef, useState, type DragEvent, type RefObject } from "react";
import { AddMenu, type Asked } from "./AddMenu";
import css from "./Canvas.module.css";
import { overCard, overLine, placeCards } from "./cardPlaces";
import { connect } from "./commands/connect";
import { disconnect } from "./commands/disconnect";
import { moveNodes } from "./commands/moveNodes";
import { cards, lines, type Drawn, type Said } from "./drawing";
import { STEP } from "./keyboard";
import { Line, START_LINE, type LineEdge } from "./Line";
import { NodeCard } from "./NodeCard";
import { KIND_MIME } from "./Palette";
import { ProblemsContext } from "./problems";
import type { Rect } from "./routing";
import { act, select, useBuilder, useGraph } from "./state";
import { StartCard } from "./StartCard";
import { edgeId, START } from "./types";
import { useAdding } from "./useAdding";
import { useNodeName } from "./nodeName";
import { useWords } from "./words";

const NODES = { card: NodeCard, start: StartCard };
const EDGES = { line: Line };
const GRID: [number, number] = [STEP, STEP];
const SEVERAL = ["Shift", "Meta", "Control"];

/** Where the flow is drawn. It draws what `state.ts` holds and gives back commands. */
export function Canvas({ movable }: { movable: boolean }) {
  const { t } = useWords();
  const graph = useGraph();
  const selection = useBuilder((state) => state.selection);
  const said = useSaid();
  const { nodes, change } = useCards(said);
  const edges = useMemo(() => lines(graph, selection, movable, said), [graph, selection, movable, said]);
  const [asked, setAsked] = useState<Asked | null>(null);
  const drop = useDrop();
  const place = useRef<HTMLDivElement>(null);
  useFirstLook(place);
  useFollow(place);
  const reconnected = useRef(true);
  const connected = useCallback(({ source, sourceHandle, target }: Connection) => {
    act((before) => connect(before, source, sourceHandle ?? "out", target));
  }, []);
  const { screenToFlowPosition } = useReactFlow();
  const letGo: OnConnectEnd = (event, { isValid, fromNode, fromHandle }) => {
    if (isValid || !fromNode || fromHandle?.type !== "source" || !movable) return;
    const after = { source: fromNode.id, port: fromHandle.id ?? "out" };
    const under = cardUnder(event.target);
    if (under) return act((before) => connect(before, after.source, after.port, under));
    const point = "clientX" in event ? { x: event.clientX, y: event.clientY } : null;
    if (!point || !onGround(event.target)) return;
    setAsked({ point, at: screenToFlowPosition(point), after });
  };
  return (
    <div ref={place} className={css.canvas} data-testid="flow-canvas">
      <ReactFlow<Drawn, LineEdge>
        nodes={nodes}
        edges={edges}
        nodeTypes={NODES}
        edgeTypes={EDGES}
        connectionLineType={ConnectionLineType.SmoothStep}
        onNodesChange={change}
        onEdgesChange={chooseEdges}
        onNodeDragStop={(_, __, dragged) => act((before) => moveNodes(before, places(dragged)))}
        onSelectionDragStop={(_, dragged) => act((before) => moveNodes(before, places(dragged)))}
        onNodeMouseEnter={(_, { id }) => overCard(id)}
        onNodeMouseLeave={() => overCard("")}
        onEdgeMouseEnter={(_, { id }) => overLine(id)}
        onEdgeMouseLeave={() => overLine("")}
        onConnect={connected}
        onConnectEnd={letGo}
        onReconnectStart={() => (reconnected.current = false)}
        onReconnect={(old, { source, sourceHandle, target }) => {
          reconnected.current = true;
          const port = sourceHandle ?? "out";
          act((before) => connect(edgeId({ source, port }) === old.id ? before : disconnect(before, [old.id]), source, port, target));
        }}
        onReconnectEnd={(_, old) => {
          if (!reconnected.current && old.id !== START_LINE) act((before) => disconnect(before, [old.id]));
          reconnected.current = true;
        }}
        {...drop}
        isValidConnection={({ target }) => target !== START}
        nodesDraggable={movable}
        nodesConnectable={movable}
        edgesReconnectable={movable}
        edgesFocusable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionKeyCode="Shift"
        selectionMode={SelectionMode.Partial}
        reconnectRadius={14}
        multiSelectionKeyCode={SEVERAL}
        panOnScroll
        zoomOnDoubleClick={false}
        snapToGrid
        snapGrid={GRID}
        minZoom={0.15}
        maxZoom={1.6}
        elevateNodesOnSelect={false}
        proOptions={{ hideAttribution: true }}
        ariaLabelConfig={{
          "controls.ariaLabel": t("canvas.controls"),
          "controls.zoomIn.ariaLabel": t("canvas.zoomIn"),
          "controls.zoomOut.ariaLabel": t("canvas.zoomOut"),
          "controls.fitView.ariaLabel": t("canvas.fit"),
          "minimap.ariaLabel": t("canvas.map"),
          "handle.ariaLabel": t("canvas.port"),
        }}
      >
        <Background variant={BackgroundVariant.Dots} gap={STEP * 1.5} size={1.2} />
        <Controls showInteractive={false} position="bottom-left" fitViewOptions={{ maxZoom: 1, padding: 0.15, duration: 200 }} />
        <MiniMap pannable zoomable className={css.map} position="bottom-right" nodeClassName={css.mapNode} />
      </ReactFlow>
      {asked && <AddMenu {...asked} close={() => setAsked(null)} />}
    </div>
  );
}

/** A card is heard with what is wrong with it. */
function useSaid(): Said {
  const { t } = useWords();
  const nameOf = useNodeName();
  const problems = useContext(ProblemsContext);
  return useMemo(
    () => ({
      start: t("start.title"),
      node: t("canvas.node"),
      line: t("canvas.line"),
      way: (from, to) => t("canvas.way", { from, to }),
      name: (node) => {
        const count = problems.get(node.id)?.length ?? 0;
        return count > 0 ? `${nameOf(node)}, ${t("bar.problems", { count })}` : nameOf(node);
      },
    }),
    [t, nameOf, problems],
  );
}

/** The drawn nodes: the graph's, with what the hand is moving just now. */
function useCards(said: Said) {
  const graph = useGraph();
  const selection = useBuilder((state) => state.selection);
  const [nodes, setNodes] = useState<Drawn[]>(() => cards([], graph, selection, said));
  const held = useRef(nodes);
  held.current = nodes;
  useEffect(() => setNodes((before) => cards(before, graph, selection, said)), [graph, selection, said]);
  const change = useCallback((changes: NodeChange<Drawn>[]) => {
    const next = applyNodeChanges(changes, held.current);
    held.current = next;
    setNodes(next);
    if (changes.some(({ type }) => type === "select")) {
      const chosen = next.filter(({ selected }) => selected).map(({ id }) => id);
      select(chosen, useBuilder.getState().selection.edges);
    }
  }, []);
  useEffect(() => placeCards(rectsOf(nodes)), [nodes]);
  return { nodes, change };
}

const rectsOf = (nodes: readonly Drawn[]): Rect[] =>
  nodes.flatMap(({ position, measured }) =>
    measured?.width && measured.height ? [{ ...position, width: measured.width, height: measured.height }] : [],
  );

function chooseEdges(changes: EdgeChange<LineEdge>[]): void {
  const { selection } = useBuilder.getState();
  let edges = selection.edges;
  for (const one of changes) {
    if (one.type !== "select") continue;
    edges = one.selected ? [...edges.filter((id) => id !== one.id), one.id] : edges.filter((id) => id !== one.id);
  }
  if (edges !== selection.edges) select(selection.nodes, edges);
}

const READABLE = 0.5;

/** The flow whole, once its cards have their sizes; a long one from its beginning, at a size that can
 * be read. */
function useFirstLook(place: RefObject<HTMLElement | null>): void {
  const ready = useNodesInitialized();
  const canvas = useReactFlow<Drawn, LineEdge>();
  const looked = useRef(false);
  useEffect(() => {
    const { clientWidth = 0, clientHeight = 0 } = place.current ?? {};
    if (!ready || looked.current || !clientWidth) return;
    looked.current = true;
    const whole = getViewportForBounds(canvas.getNodesBounds(canvas.getNodes()), clientWidth, clientHeight, 0.15, 1, 0.15);
    const start = canvas.getNode(START);
    const zoom = 0.75;
    const beginning = start && { x: 40 - start.position.x * zoom, y: clientHeight / 3 - start.position.y * zoom, zoom };
    void canvas.setViewport(whole.zoom < READABLE && beginning ? beginning : whole);
  }, [ready, canvas, place]);
}

/** What is asked for comes into view, if it is not there yet. */
function useFollow(place: RefObject<HTMLElement | null>): void {
  const { getNode, getZoom, flowToScreenPosition, setCenter } = useReactFlow();
  const focus = useBuilder((state) => state.focus);
  useEffect(() => {
    if (focus.count === 0) return;
    const timer = setTimeout(() => {
      const node = getNode(focus.node);
      const frame = place.current?.getBoundingClientRect();
      if (!node || !frame) return;
      const { width = 256, height = 120 } = node.measured ?? {};
      const { x, y } = node.position;
      const from = flowToScreenPosition({ x, y });
      const to = flowToScreenPosition({ x: x + width, y: y + height });
      const seen = from.x > frame.left && from.y > frame.top && to.x < frame.right && to.y < frame.bottom;
      if (!seen) void setCenter(x + width / 2, y + height / 2, { zoom: Math.max(getZoom(), 0.6), duration: 150 });
    }, SETTLED);
    return () => clearTimeout(timer);
  }, [focus]);
}

const SETTLED = 60; // milliseconds until a pane that opens has its width

const places = (dragged: readonly Drawn[]) => Object.fromEntries(dragged.map(({ id, position }) => [id, position]));

/** A line may be let go anywhere upon a card. "" = there is none. */
const cardUnder = (target: EventTarget | null): string =>
  target instanceof Element ? (target.closest<HTMLElement>(".react-flow__node-card")?.dataset.id ?? "") : "";

const onGround = (target: EventTarget | null): boolean =>
  target instanceof Element && target.classList.contains("react-flow__pane");

/** From the palette, by drag and drop. */
function useDrop() {
  const { screenToFlowPosition } = useReactFlow();
  const { addAt } = useAdding();
  return {
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(KIND_MIME)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
    },
    onDrop: (event: DragEvent) => {
      const kind = event.dataTransfer.getData(KIND_MIME);
      if (!kind) return;
      event.preventDefault();
      addAt(kind, screenToFlowPosition({ x: event.clientX - 128, y: event.clientY - 20 }, { snapToGrid: true }));
    },
  };
}
