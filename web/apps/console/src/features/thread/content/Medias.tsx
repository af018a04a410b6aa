import type { Content, Media } from "@tertulia/protocol";
import { IconFileAlert, IconLoader2 } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useMediaLink } from "../../../live/mediaLinks";
import { AudioPlayer } from "./AudioPlayer";
import { FileCard } from "./FileCard";
import css from "./Medias.module.css";
import { Picture, Video } from "./Picture";

export function Medias({ content }: { content: Content }) {
  return (
    <div className={css.medias}>
      {content.media!.map((media, i) => (
        <One key={media.key || i} media={media} kind={content.kind} />
      ))}
    </div>
  );
}

function One({ media, kind }: { media: Media; kind: Content["kind"] }) {
  const { t } = useTranslation();
  const link = useMediaLink(media.key);
  if (media.error) {
    return (
      <span className={css.state} data-bad title={media.error}>
        <IconFileAlert size={18} /> {t("message.fileGone")}
      </span>
    );
  }
  if (!media.key) {
    return (
      <span className={css.state}>
        <IconLoader2 size={18} /> {t("message.fileComing")}
      </span>
    );
  }
  const url = link.state === "ready" ? link.url : "";
  if (kind === "image" || kind === "sticker") {
    if (media.mime.startsWith("image/")) return <Picture media={media} url={url} sticker={kind === "sticker"} />;
    if (media.mime.startsWith("video/")) return <Video media={media} url={url} silent />;
  }
  if (kind === "video") return <Video media={media} url={url} />;
  if (kind === "voice" || kind === "audio") return <AudioPlayer media={media} url={url} />;
  return <FileCard media={media} url={url} />;
}
