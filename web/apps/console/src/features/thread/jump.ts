// To one message of the open conversation, however far up: by its address (#m12) or on request.
import type { Thread } from "@tertulia/protocol";
import { useEffect, type RefObject } from "react";
import { useLocationProperty } from "wouter/use-browser-location";
import { create } from "zustand";
import { loadOlder } from "../../commands/loadOlder";
import { live } from "../../live/store";

interface Jump {
  conversation: string;
  seq: number;
  asked: number; // so that the same one can be asked for again
}

const useJumps = create<Jump>(() => ({ conversation: "", seq: 0, asked: 0 }));

export const jumpTo = (conversation: string, seq: number): void =>
  useJumps.setState(({ asked }) => ({ conversation, seq, asked: asked + 1 }));

const MOST_PAGES = 60; // of older messages that are fetched on the way
const FLASH = 1_800;

/** "#m12" -> 12; 0 for anything else. */
export const seqOfHash = (hash: string): number => Number(/^#m(\d{1,10})$/.exec(hash)?.[1] ?? 0);

export function useJump(id: string, box: RefObject<HTMLDivElement | null>): void {
  const hash = useLocationProperty(() => location.hash);
  const jump = useJumps();
  useEffect(() => {
    const seq = seqOfHash(hash);
    if (seq) jumpTo(id, seq);
  }, [id, hash]);
  useEffect(() => {
    if (jump.conversation !== id || !jump.seq) return;
    const stop = new AbortController();
    void go(id, jump.seq, box, stop.signal);
    return () => stop.abort();
  }, [id, box, jump]);
}

async function go(id: string, seq: number, box: RefObject<HTMLDivElement | null>, stop: AbortSignal): Promise<void> {
  for (let page = 0; page < MOST_PAGES && !stop.aborted && isMissing(live().threads[id], seq); page++) {
    await loadOlder(id).catch(() => undefined);
  }
  for (let wait = 0; wait < 20 && !stop.aborted; wait++) {
    await new Promise(requestAnimationFrame);
    const element = box.current?.querySelector<HTMLElement>(`[data-seq="${seq}"]`);
    if (!element) continue;
    for (let frame = 0; frame < 4 && !stop.aborted; frame++) {
      element.scrollIntoView({ block: "center" });
      box.current?.dispatchEvent(new Event("scroll")); // at once, before anything holds the old place
      await new Promise(requestAnimationFrame);
    }
    element.dataset.flash = "";
    setTimeout(() => delete element.dataset.flash, FLASH);
    return;
  }
}

function isMissing(thread: Thread | undefined, seq: number): boolean {
  const oldest = thread?.messages[0]?.seq;
  return !!thread?.more && oldest !== undefined && oldest > seq;
}
