/** Pictures, films, sound, files, places and contact cards of a message. */
import type { Content, Media } from "@tertulia/protocol";
import type { Chat } from "../../chat";
import { Away, Face, fileSize, h, Icon, safeHref } from "../../lazy/kit";
import type { Transfer } from "./transfer";

interface Props {
  chat: Chat;
  transfer: Transfer;
  content: Content;
}

function One({ chat, transfer, content, media }: Props & { media: Media }) {
  const { key = "", name, width, height, error, size } = media;
  const { t } = chat;
  const href = transfer.links[key];
  // Keeps the place of what is not loaded yet.
  const shape = width ? { aspectRatio: `${width} / ${height}` } : {};
  const play = { src: href, controls: true, preload: "metadata", onError: () => transfer.expired(key) };
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

function Place({ content, chat }: Props) {
  const { latitude, longitude, name, address, url } = content.location!;
  const map = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`;
  return Away({ class: "card", href: safeHref(url) ?? map }, [
    <Icon name="pin" />,
    <span>
      <b>{name || `${latitude}, ${longitude}`}</b>
      <small>{address || chat.t.location}</small>
    </span>,
  ]);
}

const People = ({ content }: Props) => (
  <span>
    {content.contacts!.map(({ name, phones = [], emails = [] }) => (
      <span class="card">
        <Face name={name} />
        <span>
          <b>{name}</b>
          {phones.map((phone) => (
            <small>{Away({ href: `tel:${phone}` }, phone)}</small>
          ))}
          {emails.map((email) => (
            <small>{Away({ href: `mailto:${email}` }, email)}</small>
          ))}
        </span>
      </span>
    ))}
  </span>
);

/** All of a message that is not words. */
export const Rich = (props: Props) => (
  <span>
    {(props.content.media ?? []).map((media) => (
      <One {...props} media={media} />
    ))}
    {props.content.location && <Place {...props} />}
    {props.content.contacts?.length ? <People {...props} /> : null}
  </span>
);
