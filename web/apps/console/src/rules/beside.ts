// Notes and files of a contact: what was fetched, and what the open conversation knows newer. Pure.
import type { BesideView, Media, MessageView } from "@tertulia/protocol";

export type BesideKind = "notes" | "files";

const KINDS = new Set(["image", "video", "audio", "voice", "file", "sticker"]);

/** A loaded message as it stands beside; null if it does not. */
export function besideOf(message: MessageView, kind: BesideKind): BesideView | null {
  const media = (message.content.media ?? []).filter(({ key }) => key);
  const fits = kind === "notes" ? message.visibility === "note" : KINDS.has(message.content.kind) && media.length > 0;
  if (!fits || message.visibility === "event") return null;
  return {
    conversation_id: message.conversation_id,
    seq: message.seq,
    at: message.at,
    author_kind: message.author.kind,
    author_id: message.author.id ?? "",
    author_name: message.author.name ?? "",
    visibility: message.visibility,
    text: message.content.text ?? "",
    media,
  };
}

/** Newest first, each once. What is loaded wins, and hides what was deleted since. */
export function joined(
  fetched: readonly BesideView[],
  loaded: readonly MessageView[],
  kind: BesideKind,
): BesideView[] {
  const found = new Map(fetched.map((item) => [placeOf(item), item]));
  for (const message of loaded) {
    const item = message.deleted_at ? null : besideOf(message, kind);
    if (item) found.set(placeOf(item), item);
    else if (message.deleted_at) found.delete(placeOf(message));
  }
  return [...found.values()].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : b.seq - a.seq));
}

const placeOf = ({ conversation_id, seq }: { conversation_id: string; seq: number }): string =>
  `${conversation_id}#${seq}`;

export interface SharedFile {
  item: BesideView;
  media: Media;
}

/** Pictures stand in a grid, the rest in a list. */
export function sortedFiles(items: readonly BesideView[]): { pictures: SharedFile[]; files: SharedFile[] } {
  const all = items.flatMap((item) => (item.media ?? []).map((media) => ({ item, media })));
  return {
    pictures: all.filter(({ media }) => isPicture(media)),
    files: all.filter(({ media }) => !isPicture(media)),
  };
}

const isPicture = (media: Media): boolean => /^image\/(png|jpe?g|gif|webp|avif)$/.test(media.mime);
