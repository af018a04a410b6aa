// Text into pieces: words, and addresses that are safe to follow.

export type Piece = { kind: "text"; text: string } | { kind: "link"; text: string; href: string };

const ADDRESS =
  /(?<url>https?:\/\/[^\s<>"']+|www\.[^\s<>"']+\.[^\s<>"']+)|(?<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)/giu;

export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const shown = trimmed(match[0]);
    const href = match.groups?.mail ? `mailto:${shown}` : webAddress(shown);
    if (!href) continue;
    if (match.index > from) found.push({ kind: "text", text: text.slice(from, match.index) });
    found.push({ kind: "link", text: shown, href });
    from = match.index + shown.length;
  }
  if (from < text.length) found.push({ kind: "text", text: text.slice(from) });
  return found;
}

/** A full stop or a closing bracket after an address belongs to the sentence. */
function trimmed(address: string): string {
  let shown = address.replace(/[.,;:!?…]+$/u, "");
  while (/[)\]}]$/.test(shown) && !balanced(shown)) shown = shown.slice(0, -1).replace(/[.,;:!?]+$/u, "");
  return shown;
}

function balanced(text: string): boolean {
  const count = (letters: RegExp) => text.match(letters)?.length ?? 0;
  return count(/[([{]/g) >= count(/[)\]}]/g);
}

/** An absolute http(s) address, or '' for anything else (javascript:, data:, …). */
export function webAddress(text: string): string {
  try {
    const url = new URL(/^www\./i.test(text) ? `https://${text}` : text);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : "";
  } catch {
    return "";
  }
}
