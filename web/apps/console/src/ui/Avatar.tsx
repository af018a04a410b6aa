import { memo, useState } from "react";
import { useMediaLink } from "../live/mediaLinks";
import { useLive } from "../live/store";
import type { Presence } from "../live/state";
import { ChannelGlyph } from "./ChannelGlyph";
import css from "./Avatar.module.css";
import { useFaces } from "./faces";

interface Props {
  name: string;
  id: string;
  size?: "xs" | "s" | "m" | "l";
  channel?: string;
  presence?: Presence;
}

/** A face: initials on a ground that stays the same for the same person. */
export const Avatar = memo(function Avatar({ name, id, size = "m", channel, presence }: Props) {
  const face = useFaces((faces) => faces[id]); // an agent's
  const known = useLive((state) => state.contacts[id]?.photo_key); // a contact's, once loaded
  const photo = face || known;
  return (
    <span
      className={css.avatar}
      data-size={size}
      data-hue={hue(id || name)}
      data-initials={initials(name)}
      aria-hidden="true"
    >
      {photo && <Photo key={photo} media={photo} />}
      {channel && (
        <span className={css.badge} data-badge>
          <ChannelGlyph kind={channel} />
        </span>
      )}
      {presence && <span className={css.dot} data-presence={presence} />}
    </span>
  );
});

/** Over the initials, which stay if it does not come. */
function Photo({ media }: { media: string }) {
  const link = useMediaLink(media);
  const [broken, setBroken] = useState(false);
  if (link.state !== "ready" || broken) return null;
  return <img className={css.photo} src={link.url} alt="" draggable={false} onError={() => setBroken(true)} />;
}

const HUES = 8;

export function hue(text: string): number {
  let sum = 7;
  for (const letter of text) sum = (sum * 31 + letter.codePointAt(0)!) >>> 0;
  return sum % HUES;
}

export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const letters = [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => [...(word ?? "")][0] ?? "");
  return letters.join("").toLocaleUpperCase() || "?";
}
