// What a channel carries, so that the composer can say it before the provider does. The server
// checks again. Sources: core.telegram.org/bots/api (sendMessage, sending files) and
// developers.facebook.com/docs/whatsapp/cloud-api (messages, supported media types).

export interface ChannelLimits {
  text: number; // characters
  caption: number; // characters beside a file
  bytes: Record<FileKind, number>;
  windowHours: number; // how long after the contact's last words one may reply; 0 = always
}

export type FileKind = "image" | "video" | "audio" | "file";

const MB = 1024 * 1024;
const UPLOAD = 100 * MB; // what an upload ticket allows

const website: ChannelLimits = {
  text: 10_000,
  caption: 10_000,
  bytes: { image: UPLOAD, video: UPLOAD, audio: UPLOAD, file: UPLOAD },
  windowHours: 0,
};

const LIMITS: Record<string, ChannelLimits> = {
  website,
  telegram: {
    text: 4096,
    caption: 1024,
    bytes: { image: 10 * MB, video: 50 * MB, audio: 50 * MB, file: 50 * MB },
    windowHours: 0,
  },
  whatsapp: {
    text: 4096,
    caption: 1024,
    bytes: { image: 5 * MB, video: 16 * MB, audio: 16 * MB, file: 100 * MB },
    windowHours: 24,
  },
};

export const limitsOf = (channelKind: string): ChannelLimits => LIMITS[channelKind] ?? website;

export function fileKind(mime: string): FileKind {
  const family = mime.split("/")[0];
  if (mime === "image/svg+xml") return "file"; // a program, not a picture
  return family === "image" || family === "video" || family === "audio" ? family : "file";
}

export type Refusal = { why: "empty" } | { why: "tooLarge"; limit: number };

/** Why a file cannot go out on this channel, or null. Notes stay with us: the upload limit alone. */
export function refuse(file: { size: number; type: string }, channelKind: string, note: boolean): Refusal | null {
  if (file.size === 0) return { why: "empty" };
  const limit = note ? UPLOAD : limitsOf(channelKind).bytes[fileKind(file.type)];
  return file.size > limit ? { why: "tooLarge", limit } : null;
}

/** Hours left of the reply window, or null if the channel has none. <= 0: closed. */
export function windowLeft(channelKind: string, lastInboundAt: string | null, now: number): number | null {
  const { windowHours } = limitsOf(channelKind);
  if (!windowHours) return null;
  if (!lastInboundAt) return 0;
  return windowHours - (now - Date.parse(lastInboundAt)) / 3_600_000;
}

/** 1536 -> { value: 1.5, unit: "KB" } */
export function fileSize(bytes: number): { value: number; unit: "B" | "KB" | "MB" } {
  if (bytes < 1024) return { value: bytes, unit: "B" };
  if (bytes < MB) return { value: Math.round(bytes / 1024), unit: "KB" };
  return { value: Math.round((bytes / MB) * 10) / 10, unit: "MB" };
}
