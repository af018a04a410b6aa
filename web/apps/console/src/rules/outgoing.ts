// What the composer holds, as the messages that carry it.
import type { ContactCard, Content, Media } from "@tertulia/protocol";
import { carriedAs, fileKind, type ChannelLimits } from "./limits";

type Carrying = Pick<ChannelLimits, "caption_length" | "captions" | "media_types"> & Partial<ChannelLimits>;

/** One message a file, since most channels carry no more; the words go with the first file if
 * they fit beside it, else as a message of their own before it. Contact cards come last. */
export function toContents(
  text: string,
  files: readonly Media[],
  limits: Carrying,
  cards: readonly ContactCard[] = [],
): Content[] {
  const words = text.trim();
  const first = files[0];
  const beside = first !== undefined && words.length <= limits.caption_length && takesCaption(first, limits);
  const sent = files.map((media, i): Content => ({
    kind: fileKind(media.mime),
    text: i === 0 && beside ? words : "",
    media: [media],
  }));
  const before: Content[] = words && !beside ? [{ kind: "text", text: words }] : [];
  const after: Content[] = cards.length > 0 ? [{ kind: "contact", contacts: [...cards] }] : [];
  return [...before, ...sent, ...after];
}

function takesCaption({ mime, size }: Media, limits: Carrying): boolean {
  const kind = fileKind(mime);
  return kind !== "audio" && limits.captions.includes(carriedAs(limits as ChannelLimits, kind, mime, size ?? 0));
}

/** Characters as people count them. */
export const length = (text: string): number => [...text].length;
