import { useEffect } from "react";
import { useReactFlow } from "@xyflow/react";
import { copy, read } from "./clipboard";
import { layout } from "./layout";
import { duplicate } from "./commands/duplicate";
import { moveNodes, nudge } from "./commands/moveNodes";
import { paste } from "./commands/paste";
import { removeSelected } from "./commands/removeSelected";
import { wishOf, type Wish } from "./keyboard";
import { newId } from "./newId";
import { KIND_NAMES } from "./nodes/registry";
import { act, graphNow, goTo, redoLast, select, undoLast, useBuilder } from "./state";
import { START } from "./types";
import { toast } from "../../ui/toasts";
import { say } from "./words";

/** Keys and the clipboard, while nobody writes in a field and no dialog is open. */
export function useBuilderKeys(): void {
  const arrange = useArrange();
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      const wish = wishOf(event);
      if (!wish || event.defaultPrevented || !isOurs(event.target)) return;
      if (isPlain(wish) && !onCanvas(event.target)) return;
      if (!fulfil(wish, focusedNode(event.target), arrange)) return;
      event.preventDefault();
    };
    const listeners = [
      ["keydown", keys],
      ["copy", (event: ClipboardEvent) => take(event, false)],
      ["cut", (event: ClipboardEvent) => take(event, true)],
      ["paste", put],
    ] as [string, EventListener][];
    for (const [name, listen] of listeners) document.addEventListener(name, listen);
    return () => {
      for (const [name, listen] of listeners) document.removeEventListener(name, listen);
    };
  }, [arrange]);
}

/** Puts the graph in order, by the cards' sizes as they are drawn. */
export function useArrange(): () => void {
  const { getNode, fitView } = useReactFlow();
  return () => {
    const size = (id: string) => {
      const { width = 256, height = 110 } = getNode(id)?.measured ?? {};
      return { width, height };
    };
    act((graph) => moveNodes(graph, layout(graph, size)));
    requestAnimationFrame(() => void fitView({ maxZoom: 1, padding: 0.15, duration: 200 }));
  };
}

/** True if something was done. focused: the node that has the focus, "" = none. */
function fulfil(wish: Wish, focused: string, arrange: () => void): boolean {
  const { selection, readOnly } = useBuilder.getState();
  const nodes = focused && !selection.nodes.includes(focused) ? [focused] : selection.nodes;
  if (readOnly && wish.does !== "edit" && wish.does !== "leave") return false;
  switch (wish.does) {
    case "undo":
      undoLast();
      return true;
    case "redo":
      redoLast();
      return true;
    case "arrange":
      arrange();
      return true;
    case "all":
      select(graphNow().nodes.map(({ id }) => id));
      return true;
    case "duplicate":
      repeat(nodes);
      return true;
    case "leave":
      select([]);
      return true;
    case "edit":
      if (focused) goTo(focused, "*");
      return focused !== "";
    case "move":
      select(nodes);
      act((graph) => nudge(graph, nodes, wish.by), `nudge:${nodes.join()}`);
      return nodes.length > 0;
    case "remove":
      act((graph) => removeSelected(graph, { nodes, edges: selection.edges }));
      select([]);
      return true;
  }
}

function repeat(nodes: readonly string[]): void {
  let made: string[] = [];
  act((graph) => {
    const { graph: next, ids } = duplicate(graph, nodes, newId);
    made = ids;
    return next;
  });
  if (made.length > 0) takeUp(made);
}

/** New copies are chosen, and have the focus: the next key is for them. */
function takeUp(made: readonly string[]): void {
  select(made);
  if (document.activeElement instanceof HTMLElement && focusedNode(document.activeElement)) document.activeElement.blur();
  setTimeout(() => {
    if (document.activeElement === document.body) document.querySelector<HTMLElement>(`.react-flow__node[data-id="${made[0]}"]`)?.focus();
  }, DRAWN);
}

const DRAWN = 50; // milliseconds

function take(event: ClipboardEvent, cut: boolean): void {
  const nodes = useBuilder.getState().selection.nodes.filter((id) => id !== START);
  if (!isOurs(event.target) || nodes.length === 0 || String(getSelection()) !== "") return;
  event.clipboardData?.setData("text/plain", copy(graphNow(), nodes));
  event.preventDefault();
  if (cut) act((graph) => removeSelected(graph, { nodes, edges: [] }));
}

function put(event: ClipboardEvent): void {
  if (!isOurs(event.target) || useBuilder.getState().readOnly) return;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const clip = text ? read(text, KIND_NAMES) : null;
  if (!clip) return text ? toast({ tone: "plain", text: say("canvas.notNodes") }) : undefined;
  event.preventDefault();
  let made: string[] = [];
  act((graph) => {
    const { graph: next, ids } = paste(graph, clip, null, newId);
    made = ids;
    return next;
  });
  takeUp(made);
}

const isPlain = ({ does }: Wish): boolean => ["move", "edit", "remove", "leave"].includes(does);

function isOurs(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return true;
  if (document.querySelector('[aria-modal="true"]') || target.closest('[role="dialog"], [role="menu"]')) return false;
  return !target.closest('input, textarea, select, [contenteditable="true"]');
}

/** The canvas, or nothing at all, has the focus; not a button beside it. */
const onCanvas = (target: EventTarget | null): boolean =>
  target === document.body || (target instanceof Element && target.closest(".react-flow") !== null && !target.closest("button"));

const focusedNode = (target: EventTarget | null): string =>
  target instanceof Element ? (target.closest<HTMLElement>(".react-flow__node")?.dataset.id ?? "") : "";
