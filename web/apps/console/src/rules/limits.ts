// What a channel carries, so that the composer can say it before the provider does. The numbers are
// the server's own (chalicelib/channels), generated; the server checks again.
import { CHANNEL_LIMITS } from "@tertulia/protocol";

export type Mark = "bold" | "italic" | "strike" | "code" | "mono";
export type FileKind = "image" | "video" | "audio" | "file";

export interface ChannelLimits {
  text_length: number; // UTF-16 code units a message
  caption_length: number;
  media_bytes: Readonly<Record<string, number>>; // by kind
  media_types: Readonly<Record<string, readonly string[]>>; // of a kind; others go out as files
  captions: readonly string[]; // kinds that carry words
  kinds: readonly string[];
  marks: readonly string[]; // formatting that the contact sees
  window_hours: number; // how long after the contact's last words one may reply; 0 = always
  late_hours: number; // for so long a person still may, who is marked as one; 0 = no longer
  as_text: readonly string[]; // kinds that go out in words
  text_bytes: number; // of UTF-8 a message, where that counts too; 0 = it does not
  reactions: readonly string[]; // what one may react with; none: it takes no reactions
  any_reaction: boolean; // and any other emoji
  else_file?: readonly string[]; // kinds of which a larger file goes out as a document
}

const MB = 1024 * 1024;
const UPLOAD = 100 * MB; // what an upload ticket allows
export const MOST_TEXT = 10_000; // characters of one message, split where the channel takes fewer

const LIMITS: Record<string, ChannelLimits> = CHANNEL_LIMITS;

export const limitsOf = (channelKind: string): ChannelLimits => LIMITS[channelKind] ?? CHANNEL_LIMITS.website;

export function fileKind(mime: string): FileKind {
  const family = mime.split("/")[0];
  if (mime === "image/svg+xml") return "file"; // a program, not a picture
  return family === "image" || family === "video" || family === "audio" ? family : "file";
}

/** The kind that the channel really sends: a picture of a type it does not know, or one that is too
 * large for a picture, is a file. */
export function carriedAs(limits: ChannelLimits, kind: string, mime: string, size = 0): string {
  const types = limits.media_types[kind];
  if (limits.else_file?.includes(kind) && size > (limits.media_bytes[kind] ?? 0)) return "file";
  if (!types || types.includes(mime.split(";")[0]!.trim().toLowerCase())) return kind;
  return kind === "voice" ? carriedAs(limits, "audio", mime, size) : "file";
}

export const MOST_FILES = 10; // at a time

export type Refusal = { why: "empty" } | { why: "kind" } | { why: "tooLarge"; limit: number };

/** Why a file cannot go out on this channel, or null. Notes stay with us: the upload limit alone. */
export function refuse(file: { size: number; type: string }, channelKind: string, note: boolean): Refusal | null {
  if (file.size === 0) return { why: "empty" };
  const limits = limitsOf(note ? "website" : channelKind);
  const kind = carriedAs(limits, fileKind(file.type), file.type, file.size);
  if (!limits.kinds.includes(kind)) return { why: "kind" };
  const most = limits.media_bytes[kind] ?? UPLOAD;
  const limit = Math.min(most, UPLOAD);
  return file.size > limit ? { why: "tooLarge", limit } : null;
}

/** Hours left of the reply window; null if the channel has none, or nobody knows. <= 0: closed. */
export function windowLeft(
  channelKind: string,
  row: { inbound: number; inbound_at?: string | null },
  now: number,
): number | null {
  const { window_hours, late_hours } = limitsOf(channelKind);
  if (!window_hours || (!row.inbound_at && row.inbound > 0)) return null;
  if (!row.inbound_at) return 0;
  return Math.max(window_hours, late_hours) - (now - Date.parse(row.inbound_at)) / 3_600_000;
}

/** Whether the window that is everybody's has closed, so that only a person may still reply. */
export function isLate(channelKind: string, left: number | null): boolean {
  const { window_hours, late_hours } = limitsOf(channelKind);
  return left !== null && left > 0 && late_hours > 0 && left <= late_hours - window_hours;
}

/** 1536 -> { value: 1.5, unit: "KB" } */
export function fileSize(bytes: number): { value: number; unit: "B" | "KB" | "MB" } {
  if (bytes < 1024) return { value: bytes, unit: "B" };
  if (bytes < MB) return { value: Math.round(bytes / 1024), unit: "KB" };
  return { value: Math.round((bytes / MB) * 10) / 10, unit: "MB" };
}
