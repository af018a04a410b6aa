// A visitor's pages as visits: which pages, in which order, how long on each. Pure.
import type { PageVisit } from "@tertulia/protocol";

export interface Step {
  page: PageVisit;
  seconds: number | null; // on this page; null for a visit's last one: nobody knows when he left
}

export interface Visit {
  startedAt: string;
  steps: Step[]; // newest first
}

export const VISIT_ENDS = 30 * 60_000; // without a page, as the widget counts

/** pages: ascending, as the server tells them. Newest visit first. */
export function visits(pages: readonly PageVisit[]): Visit[] {
  const found: Visit[] = [];
  pages.forEach((page, i) => {
    const at = Date.parse(page.at);
    const before = pages[i - 1];
    const next = pages[i + 1];
    const begins = !before || at - Date.parse(before.at) >= VISIT_ENDS;
    const stays = next ? Date.parse(next.at) - at : Infinity;
    const step = { page, seconds: stays < VISIT_ENDS ? Math.max(0, Math.round(stays / 1000)) : null };
    if (begins) found.push({ startedAt: page.at, steps: [step] });
    else found.at(-1)!.steps.unshift(step);
  });
  return found.reverse();
}

/** 42 -> 42 seconds; 90 -> 2 minutes; 5400 -> 2 hours: rounded to the largest unit that is not 0. */
export function spent(seconds: number): { unit: "seconds" | "minutes" | "hours"; count: number } {
  if (seconds < 60) return { unit: "seconds", count: seconds };
  if (seconds < 3600) return { unit: "minutes", count: Math.round(seconds / 60) };
  return { unit: "hours", count: Math.round(seconds / 3600) };
}
