// Straight to the bucket, past our functions, with progress.
import type { Media, UploadRequest, UploadTicket } from "@tertulia/protocol";
import { Unreachable } from "../api/client";
import * as api from "../api/endpoints";
import { replyUpload } from "../api/schedules";

/** onProgress: 0..1. The signal stops it. */
export async function uploadFile(
  file: File,
  conversationId: string,
  onProgress: (done: number) => void,
  signal: AbortSignal,
): Promise<Media> {
  return upload(file, api.uploadTicket, { conversation_id: conversationId }, onProgress, signal);
}

/** As a file of a quick response. */
export function uploadReplyFile(file: File, onProgress: (done: number) => void, signal: AbortSignal): Promise<Media> {
  return upload(file, replyUpload, {}, onProgress, signal);
}

async function upload(
  file: File,
  ticketFor: (body: UploadRequest) => Promise<UploadTicket>,
  more: Partial<UploadRequest>,
  onProgress: (done: number) => void,
  signal: AbortSignal,
): Promise<Media> {
  const mime = file.type || "application/octet-stream";
  const size = await pictureSize(file);
  const ticket = await ticketFor({ name: file.name || "file", mime, size: file.size, ...more });
  await post(ticket, file, onProgress, signal);
  return { mime, name: file.name, size: file.size, key: ticket.key, ...size };
}

export async function post(ticket: UploadTicket, file: File, onProgress: (done: number) => void, signal: AbortSignal) {
  signal.throwIfAborted(); // taken away while the ticket was asked for
  return new Promise<void>((resolve, reject) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(ticket.fields)) form.append(name, value);
    form.append("file", file); // S3 ignores what comes after the file
    const request = new XMLHttpRequest(); // fetch tells no progress of uploads
    request.open("POST", ticket.url);
    request.upload.onprogress = (event) => onProgress(event.loaded / event.total);
    request.onload = () =>
      request.status < 300 ? resolve() : reject(new Unreachable(`upload answered ${request.status}`));
    request.onerror = () => reject(new Unreachable("upload failed"));
    signal.addEventListener("abort", () => {
      request.abort();
      reject(new DOMException("stopped", "AbortError"));
    });
    request.send(form);
  });
}

/** So that the picture's place is kept before it has come. */
export async function pictureSize(file: File): Promise<{ width?: number; height?: number }> {
  if (!file.type.startsWith("image/")) return {};
  try {
    const bitmap = await createImageBitmap(file);
    const { width, height } = bitmap;
    bitmap.close();
    return { width, height };
  } catch {
    return {}; // not a picture that this browser knows; it goes out as it is
  }
}
