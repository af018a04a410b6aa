// *bold* _italic_ ~strike~ `code` ```mono```, read as chalicelib/channels/marks.py reads them: one
// table of cases (tests/fixtures/composer/marks.json) holds both. Pure.

export type Mark = "bold" | "italic" | "strike" | "code" | "mono";
export type MarkedPiece = string | { mark: Mark; pieces: MarkedPiece[] };

const EDGE = String.raw`[\p{L}\p{N}_]`;
const pair = (sign: string, name: Mark): string =>
  String.raw`(?<!${EDGE})${sign}(?=\S)(?<${name}>[^\n${sign}]+)(?<=\S)${sign}(?!${EDGE})`;
const MARK = new RegExp(
  [
    String.raw`(?<address>https?:\/\/\S+)`, // signs in addresses are theirs
    String.raw`\`\`\`(?<mono>.+?)\`\`\``.replaceAll("\\`", "`"),
    "`(?<code>[^`\\n]+)`",
    pair("\\*", "bold"),
    pair("_", "italic"),
    pair("~", "strike"),
  ].join("|"),
  "gsu",
);
const WHOLE: readonly Mark[] = ["mono", "code"];

/** Text in pieces: plain words, and what stands between signs. `only`: the marks that count. */
export function marked(text: string, only?: readonly string[]): MarkedPiece[] {
  const found: MarkedPiece[] = [];
  let at = 0;
  for (const match of text.matchAll(MARK)) {
    const [mark, inner] = Object.entries(match.groups ?? {}).find(([, words]) => words !== undefined) as [Mark | "address", string];
    if (mark === "address") continue;
    if (match.index > at) found.push(text.slice(at, match.index));
    const pieces = WHOLE.includes(mark) ? [inner] : marked(inner, only);
    if (only && !only.includes(mark)) found.push(match[0]);
    else found.push({ mark, pieces });
    at = match.index + match[0].length;
  }
  if (at < text.length) found.push(text.slice(at));
  return found;
}
