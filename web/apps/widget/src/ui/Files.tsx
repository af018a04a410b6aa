/** Pictures, films, sound and files of a message. */
import type { Content, Media } from "@tertulia/protocol";
import { fileSize } from "../text/format";
import type { Shown } from "./App";
import { h } from "./draw";
import { Away, Icon } from "./parts";

interface Props extends Shown {
  content: Content;
}

function One({ chat, state, content, media }: Props & { media: Media }) {
  const { key = "", name, width, height, error, size } = media;
  const { t } = chat;
  const href = state.links[key];
  // Keeps the place of what is not loaded yet.
  const shape = width ? { aspectRatio: `${width} / ${height}` } : {};
  const play = { src: href, controls: true, preload: "metadata", onError: () => chat.files.expired(key) };
  const { kind } = content;
  if (error || !/image|sticker|video|audio|voice/.test(kind))
    return Away({ class: "card", href, download: name }, [
      <Icon name="file" />,
      <span>
        <b>{name || t.file}</b>
        <small>{error || (size ? fileSize(size, chat.language) : "")}</small>
      </span>,
    ]);
  if (kind === "video") return <video class="picture" style={shape} playsinline {...play} />;
  if (kind === "audio" || kind === "voice") return <audio {...play} />;
  return Away(
    { class: `picture ${kind}`, href, style: shape },
    href && <img src={href} alt={name || t.image} onError={play.onError} />,
  );
}

export const Files = (props: Props) => (
  <span>
    {props.content.media!.map((media) => (
      <One {...props} media={media} />
    ))}
  </span>
);
