// What the composer holds, as the messages that carry it.
import type { Content, Media } from "@tertulia/protocol";
import { fileKind } from "./limits";

/** One message a file, since most channels carry no more; the words go with the first file if
 * they fit beside it, else as a message of their own before it. */
export function toContents(text: string, files: readonly Media[], captionLimit: number): Content[] {
  const words = text.trim();
  if (files.length === 0) return words ? [{ kind: "text", text: words }] : [];
  const beside = words.length <= captionLimit && fileKind(files[0]!.mime) !== "audio";
  const contents = files.map(
    (media, i): Content => ({
      kind: fileKind(media.mime),
      text: i === 0 && beside ? words : "",
      media: [media],
    }),
  );
  return beside || !words ? contents : [{ kind: "text", text: words }, ...contents];
}

/** Characters as people count them. */
export const length = (text: string): number => [...text].length;
