// What will look different on the channel from what is written: as `differences` of
// chalicelib/channels/policy.py says; tests/fixtures/composer/differences.json holds both.
import type { Content } from "@tertulia/protocol";
import { carriedAs, limitsOf, type ChannelLimits } from "./limits";
import { hasMarks } from "./marks";

export interface Difference {
  code: "pieces" | "sent_as" | "text_apart" | "marks_stay";
  count?: number;
  name?: string;
  kind?: string;
}

export function differences(channelKind: string, content: Content): Difference[] {
  const limits = limitsOf(channelKind);
  const text = content.text ?? "";
  const found: Difference[] = [];
  const pieces = content.kind === "text" ? splitText(text, limits.text_length, limits.text_bytes).length : 1;
  if (pieces > 1) found.push({ code: "pieces", count: pieces });
  if (limits.as_text.includes(content.kind)) {
    found.push({ code: "sent_as", name: content.contacts?.[0]?.name || content.kind, kind: "text" });
  }
  found.push(...mediaDifferences(limits, content, text));
  if (hasMarks(text, limits.marks)) found.push({ code: "marks_stay" });
  return found;
}

function mediaDifferences(limits: ChannelLimits, content: Content, text: string): Difference[] {
  const media = content.media ?? [];
  if (media.length === 0) return [];
  const carried = media.map(({ mime, size }) => carriedAs(limits, content.kind, mime, size ?? 0));
  const found: Difference[] = media.flatMap(({ name, mime }, i) =>
    carried[i] === content.kind ? [] : [{ code: "sent_as" as const, name: name || mime, kind: carried[i]! }],
  );
  const apart = text.length > limits.caption_length || !limits.captions.includes(carried[0]!);
  return text && apart ? [...found, { code: "text_apart" }] : found;
}

const utf8 = new TextEncoder();

/** Pieces of at most `limit` UTF-16 units (and, unless 0, `bytes` of UTF-8), cut at a paragraph, a
 * line or a word if there is one in the second half. */
export function splitText(text: string, limit: number, bytes = 0): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > limit || (bytes && utf8.encode(rest).length > bytes)) {
    const cut = cutAt(rest, limit, bytes);
    const piece = rest.slice(0, cut).trimEnd();
    if (piece) pieces.push(piece);
    rest = rest.slice(cut).trimStart();
  }
  return rest || pieces.length === 0 ? [...pieces, rest] : pieces;
}

function cutAt(text: string, limit: number, bytes: number): number {
  const broken = /[\uD800-\uDBFF]/.test(text[limit - 1] ?? "");
  const head = within(text.slice(0, broken && limit > 1 ? limit - 1 : limit), bytes);
  for (const separator of ["\n\n", "\n", " "]) {
    const place = head.lastIndexOf(separator);
    if (place > head.length / 2) return place;
  }
  return Math.max(head.length, 1);
}

/** The longest beginning of whole characters that has so many bytes. */
function within(text: string, bytes: number): string {
  if (!bytes) return text;
  const { read } = utf8.encodeInto(text, new Uint8Array(bytes));
  return text.slice(0, read);
}
