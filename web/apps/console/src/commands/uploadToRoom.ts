// As `uploadFile`, into a room of the team.
import type { TeamMedia } from "@tertulia/protocol";
import * as api from "../api/team";
import { pictureSize, post } from "./uploadFile";

/** onProgress: 0..1. The signal stops it. */
export async function uploadToRoom(
  file: File,
  room: string,
  onProgress: (done: number) => void,
  signal: AbortSignal,
): Promise<TeamMedia> {
  const mime = file.type.split(";")[0] || "application/octet-stream";
  const name = file.name || "file";
  const size = await pictureSize(file);
  const ticket = await api.upload(room, { name, mime, size: file.size });
  await post(ticket, file, onProgress, signal);
  return { mime, name, size: file.size, key: ticket.key, ...size };
}
