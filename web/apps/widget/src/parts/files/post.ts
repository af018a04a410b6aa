/** Sends a file straight to the bucket, by the form that the server signed. */
import type { Kind, UploadTicket } from "@tertulia/protocol";

export const MOST_BYTES = 100 * 1024 * 1024;

/** How a file is shown: browsers play or draw these themselves. */
export function kindOf(mime: string): Kind {
  if (/^image\/(png|jpe?g|gif|webp|avif)$/.test(mime)) return "image";
  if (/^video\/(mp4|webm|ogg|quicktime)$/.test(mime)) return "video";
  return mime.startsWith("audio/") ? "audio" : "file";
}

/** progress: 0 to 1. Rejects if the bucket refuses or the connection fails; `signal` cancels. */
export function postFile(
  ticket: UploadTicket,
  file: Blob,
  progress: (part: number) => void,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((done, fail) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(ticket.fields)) form.append(name, value);
    form.append("file", file); // the bucket ignores every field after this one
    const request = new XMLHttpRequest(); // fetch tells no progress of an upload
    request.open("POST", ticket.url);
    request.upload.onprogress = (event) => progress(event.loaded / event.total);
    request.onload = () => (request.status < 300 ? done() : fail(new Error(String(request.status))));
    request.onerror = () => fail(new Error());
    signal.onabort = () => request.abort();
    request.send(form);
  });
}

/** Pixels of an image, so that its place is kept before it is loaded; 0 × 0 if unknown. */
export async function imageSize(file: Blob): Promise<{ width: number; height: number }> {
  try {
    const bitmap = await createImageBitmap(file);
    const size = { width: bitmap.width, height: bitmap.height };
    bitmap.close();
    return size;
  } catch {
    return { width: 0, height: 0 };
  }
}
