// Keeps the place: at the newest while the reader is there, else at what he reads, whatever is
// added above or grows below.
import type { Thread } from "@tertulia/protocol";
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";
import type { Item } from "../../rules/timeline";

const AT_NEWEST = 48; // pixels from the bottom that still count as there
const NEAR_OLDEST = 700;
const ABOVE_NEW_LINE = 72;

interface Anchor {
  key: string;
  offset: number; // from the top edge of the view
}

type Box = RefObject<HTMLDivElement | null>;

export function useThreadScroll(scroller: Box, items: Item[], thread: Thread) {
  const place = usePlace(scroller);
  const { note, settle, toNewest, atNewest } = place;
  const [seen, setSeen] = useState(0);
  const newest = thread.messages.at(-1)?.seq ?? 0;
  useLayoutEffect(settle, [items, settle]);
  useLayoutEffect(() => {
    if (thread.pending.some(({ state }) => state === "sending")) toNewest();
  }, [thread.pending, toNewest]);
  useEffect(() => {
    if (atNewest) setSeen(newest);
  }, [atNewest, newest]);
  useGrowth(scroller, place.hold, note);
  const below = thread.messages.filter(({ seq, visibility }) => seq > seen && visibility !== "event").length;
  return { atNewest, nearOldest: place.nearOldest, below: atNewest ? 0 : below, toNewest };
}

/** Where the reader is, and how to keep him there. */
function usePlace(scroller: Box) {
  const stuck = useRef(true);
  const anchor = useRef<Anchor | null>(null);
  const placed = useRef(false);
  const [atNewest, setAtNewest] = useState(true);
  const [nearOldest, setNearOldest] = useState(false);
  const note = useCallback(() => {
    const box = scroller.current;
    if (!box) return;
    stuck.current = box.scrollHeight - box.scrollTop - box.clientHeight < AT_NEWEST;
    anchor.current = findAnchor(box);
    setAtNewest(stuck.current);
    setNearOldest(box.scrollTop < NEAR_OLDEST);
  }, [scroller]);
  const hold = useCallback(() => {
    const box = scroller.current;
    if (!box) return;
    if (stuck.current) box.scrollTop = box.scrollHeight;
    else restore(box, anchor.current);
  }, [scroller]);
  const settle = useCallback(() => {
    if (!placed.current && scroller.current) open(scroller.current);
    else hold();
    placed.current = true;
    note();
  }, [scroller, hold, note]);
  const toNewest = useCallback(() => {
    stuck.current = true;
    hold();
    note();
  }, [hold, note]);
  return { atNewest, nearOldest, note, hold, settle, toNewest };
}

/** Pictures come, the composer grows, the window turns: the place is held. */
function useGrowth(scroller: Box, hold: () => void, note: () => void): void {
  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const grown = new ResizeObserver(hold);
    grown.observe(box);
    if (box.firstElementChild) grown.observe(box.firstElementChild);
    box.addEventListener("scroll", note, { passive: true });
    return () => {
      grown.disconnect();
      box.removeEventListener("scroll", note);
    };
  }, [scroller, hold, note]);
}

/** On opening: at the newest, or at the line above what is new if that would be out of sight. */
function open(box: HTMLElement): void {
  box.scrollTop = box.scrollHeight;
  const line = box.querySelector<HTMLElement>('[data-item="new"]');
  if (!line) return;
  const top = line.getBoundingClientRect().top - box.getBoundingClientRect().top;
  if (top < 0) box.scrollTop += top - ABOVE_NEW_LINE;
}

function findAnchor(box: HTMLElement): Anchor | null {
  const top = box.getBoundingClientRect().top;
  for (const element of box.querySelectorAll<HTMLElement>("[data-item]")) {
    const place = element.getBoundingClientRect();
    if (place.bottom > top) return { key: element.dataset.item!, offset: place.top - top };
  }
  return null;
}

function restore(box: HTMLElement, anchor: Anchor | null): void {
  if (!anchor) return;
  const element = box.querySelector<HTMLElement>(`[data-item="${CSS.escape(anchor.key)}"]`);
  if (!element) return;
  const now = element.getBoundingClientRect().top - box.getBoundingClientRect().top;
  box.scrollTop += now - anchor.offset;
}
