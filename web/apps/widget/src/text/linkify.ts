/** Finds links in what people wrote. The text stays text: nothing here makes HTML. */

export interface Piece {
  text: string;
  /** Set only for http, https and mailto. */
  href?: string;
}

const CANDIDATE =
  /\b(?:https?:\/\/|www\.)[^\s<>"'`]+|\b[\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+\b/gi;

/** Punctuation that ends a sentence rather than an address; a bracket only if it was not opened. */
function trimEnd(link: string): string {
  for (;;) {
    const last = link.at(-1)!;
    const closes = { ")": "(", "]": "[" }[last];
    const unopened = closes && link.split(last).length > link.split(closes).length;
    if (!unopened && !/[.,;:!?*_~]/.test(last)) return link;
    link = link.slice(0, -1);
  }
}

function address(link: string): string | null {
  const full = /^www\./i.test(link) ? `https://${link}` : link;
  if (!/^https?:/i.test(full)) return `mailto:${full}`;
  try {
    const url = new URL(full);
    // user:password@host is how one site dresses up as another
    return url.username || url.password ? null : url.href;
  } catch {
    return null;
  }
}

export function linkify(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(CANDIDATE)) {
    const link = trimEnd(match[0]);
    const href = address(link);
    if (!href || match.index < from) continue;
    if (match.index > from) pieces.push({ text: text.slice(from, match.index) });
    pieces.push({ text: link, href });
    from = match.index + link.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}

/** An address given by a bot's button, if it is safe to open. */
export const safeHref = (url: string | undefined): string | undefined =>
  url && /^(https?:\/\/|mailto:|tel:)/i.test(url) ? url : undefined;
