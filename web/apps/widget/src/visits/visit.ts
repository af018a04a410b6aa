/** The visitor record: what a page tells, and when a visit is a new one. */
import type { VisitReport } from "@tertulia/protocol";
import type { Basis } from "../storage/keeper";

type Keeper = Pick<Basis, "get" | "set">;

/** The utm tags of an address, without their prefix: {source: "news", ...}. */
export function utmTags(search: string): Record<string, string> {
  const tags: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(search))
    if (/^utm_./.test(name)) tags[name.slice(4)] = value;
  return tags;
}

/** Counts a page. The `visit` entry lives for 30 minutes after the last page, so a missing one
 * means that a new visit starts here. */
export function countPage(keeper: Keeper, now: number): boolean {
  const fresh = keeper.get("visit") === null;
  keeper.set("visit", now);
  return fresh;
}

/** A or B: thrown once, then kept. */
export function abGroup(keeper: Keeper, chance: () => number): string {
  const group = keeper.get<string>("ab") ?? (chance() < 0.5 ? "A" : "B");
  keeper.set("ab", group);
  return group;
}

export function describeVisit(keeper: Keeper): VisitReport {
  return {
    url: location.href.slice(0, 2048),
    title: document.title.slice(0, 300),
    referrer: document.referrer.slice(0, 2048),
    utm: utmTags(location.search),
    language: navigator.language,
    new_visit: countPage(keeper, Date.now()),
    ab_test_group: abGroup(keeper, Math.random),
  };
}
