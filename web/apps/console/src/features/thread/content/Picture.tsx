import { Modal } from "@mantine/core";
import type { Media } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { pictureBox } from "../../../rules/pictures";
import css from "./Picture.module.css";

interface Props {
  media: Media;
  url: string;
}

/** Its place is kept from the start, so that nothing jumps when it comes. */
export function Picture({ media, url, sticker }: Props & { sticker: boolean }) {
  const { t } = useTranslation();
  const [large, setLarge] = useState(false);
  const box = pictureBox(media.width, media.height, sticker ? 160 : 320);
  const name = media.name || t(`kind.${sticker ? "sticker" : "image"}`);
  return (
    <>
      <button
        type="button"
        className={css.picture}
        data-sticker={sticker || undefined}
        style={box}
        aria-label={t("message.open", { name })}
        onClick={() => setLarge(true)}
        disabled={!url}
      >
        {url && <img src={url} alt={name} width={box.width} height={box.height} loading="lazy" decoding="async" />}
      </button>
      <Modal opened={large} onClose={() => setLarge(false)} size="auto" title={name} closeButtonProps={{ "aria-label": t("close") }}>
        <img className={css.large} src={url} alt={name} />
        <a href={url} target="_blank" rel="noopener noreferrer" download={media.name || undefined}>
          {t("message.download", { name })}
        </a>
      </Modal>
    </>
  );
}

export function Video({ media, url, silent = false }: Props & { silent?: boolean }) {
  const box = pictureBox(media.width, media.height, 320);
  return (
    <video
      className={css.video}
      style={box}
      src={url || undefined}
      controls={!silent}
      loop={silent}
      autoPlay={silent}
      muted={silent}
      playsInline
      preload="metadata"
    />
  );
}
