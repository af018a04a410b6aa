import type { Content } from "@tertulia/protocol";
import type { Strings } from "./strings";

/** A message in one line: for the preview, the screen reader and quotes. */
export function summary(content: Content, t: Strings): string {
  if (content.text) return content.text;
  switch (content.kind) {
    case "image":
    case "sticker":
      return t.image;
    case "video":
      return t.video;
    case "audio":
    case "voice":
      return t.audio;
    case "file":
      return content.media?.[0]?.name || t.file;
    case "location":
      return content.location?.name || content.location?.address || t.location;
    case "contact":
      return content.contacts?.map((card) => card.name).join(", ") ?? "";
    case "choice":
      return content.choice?.title ?? "";
    case "options":
      return content.options?.map((option) => option.title).join(", ") ?? "";
    default:
      return t.unsupported;
  }
}
