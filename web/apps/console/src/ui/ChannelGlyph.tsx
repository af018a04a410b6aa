import {
  IconBrandInstagram,
  IconBrandMessenger,
  IconBrandTelegram,
  IconBrandViber,
  IconBrandVk,
  IconBrandWhatsapp,
  IconApi,
  IconMail,
  IconWorld,
  IconMessage,
} from "@tabler/icons-react";
import css from "./ChannelGlyph.module.css";

const GLYPHS = {
  website: IconWorld,
  telegram: IconBrandTelegram,
  whatsapp: IconBrandWhatsapp,
  messenger: IconBrandMessenger,
  instagram: IconBrandInstagram,
  viber: IconBrandViber,
  vk: IconBrandVk,
  email: IconMail,
  custom: IconApi,
};

/** The channel's own mark, in its own colour. */
export function ChannelGlyph({ kind, size = 12 }: { kind: string; size?: number }) {
  const Glyph = GLYPHS[kind as keyof typeof GLYPHS] ?? IconMessage;
  const padding = Math.round(size / 4);
  return (
    <span className={css.glyph} data-kind={kind} style={{ padding }} aria-hidden="true">
      <Glyph size={size - 2} stroke={2.2} />
    </span>
  );
}
