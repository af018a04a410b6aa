// Which of the live visitors are shown, and what their list offers to choose from. Pure.
import type { LiveVisitor } from "@tertulia/protocol";

export interface VisitorFilter {
  page: string;
  site: string;
  source: string;
  country: string;
  kind: "" | "new" | "returning";
}

export const EVERYBODY: VisitorFilter = { page: "", site: "", source: "", country: "", kind: "" };

export const filtersAnything = (filter: VisitorFilter): boolean => Object.values(filter).some(Boolean);

/** "utm: news", else the referring host, else '' for who came directly. */
export function sourceOf(visitor: LiveVisitor): string {
  const { source = "" } = visitor.utm ?? {};
  if (source) return source;
  try {
    return new URL(visitor.referrer ?? "").hostname.replace(/^www\./, "");
  } catch {
    return "";
  }
}

/** What stands for "came directly" in a filter, where '' is no filter. */
export const DIRECT = "-";

export function shownVisitors(visitors: readonly LiveVisitor[], filter: VisitorFilter): LiveVisitor[] {
  const words = fold(filter.page.trim());
  return visitors.filter(
    (one) =>
      (!words || fold(`${one.url} ${one.title}`).includes(words)) &&
      (!filter.site || one.channel_id === filter.site) &&
      (!filter.source || (sourceOf(one) || DIRECT) === filter.source) &&
      (!filter.country || one.country === filter.country) &&
      (!filter.kind || isReturning(one) === (filter.kind === "returning")),
  );
}

export const isReturning = (visitor: LiveVisitor): boolean => (visitor.visits_count ?? 1) > 1;

/** The values that occur, sorted, without ''. */
export function choices(visitors: readonly LiveVisitor[], value: (one: LiveVisitor) => string): string[] {
  return [...new Set(visitors.map(value))].filter(Boolean).sort();
}

const fold = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** Whole seconds as "45s", "12m" or "2h 05m". */
export function stay(from: string, now: number): string {
  const seconds = Math.max(0, Math.floor((now - Date.parse(from)) / 1000));
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m`;
  return `${Math.floor(minutes / 60)}h ${String(minutes % 60).padStart(2, "0")}m`;
}
