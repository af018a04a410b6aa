/** Letters without accents and case, so that "jose" finds "José". */
export const plain = (text: string): string =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Whether every word of the query begins a word of the text. */
export function matches(text: string, query: string): boolean {
  const words = plain(text).split(/[\s@.,·/+()-]+/);
  const wanted = plain(query).split(/\s+/).filter(Boolean);
  return wanted.every((part) => words.some((word) => word.startsWith(part)));
}
