import { preference } from "../../ui/preference";

const KEPT = 8;

/** What was searched for on this device, newest first. */
export const recentSearches = preference<string[]>("searches", []);

export function rememberSearch(query: string): void {
  const words = query.trim();
  if (words.length < 2) return;
  const others = recentSearches.get().filter((other) => other !== words && !words.startsWith(other));
  recentSearches.set([words, ...others].slice(0, KEPT));
}
