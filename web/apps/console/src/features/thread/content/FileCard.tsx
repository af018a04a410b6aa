import { IconDownload, IconFile, IconFileSpreadsheet, IconFileText, IconFileTypePdf, IconFileZip } from "@tabler/icons-react";
import type { Media } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { fileSize } from "../../../rules/limits";
import css from "./FileCard.module.css";

const ICONS: [RegExp, typeof IconFile][] = [
  [/pdf/, IconFileTypePdf],
  [/sheet|excel|csv/, IconFileSpreadsheet],
  [/zip|compressed|tar/, IconFileZip],
  [/text|word|document/, IconFileText],
];

export function FileCard({ media, url }: { media: Media; url: string }) {
  const { t, i18n } = useTranslation();
  const Icon = ICONS.find(([mime]) => mime.test(media.mime))?.[1] ?? IconFile;
  const name = media.name || t("kind.file");
  const { value, unit } = fileSize(media.size ?? 0);
  return (
    <a
      className={css.card}
      href={url || undefined}
      target="_blank"
      rel="noopener noreferrer"
      download={name}
      title={t("message.download", { name })}
      data-testid="file-card"
    >
      <span className={css.icon}>
        <Icon size={20} stroke={1.7} />
      </span>
      <span className={css.words}>
        <span className={css.name}>{name}</span>
        {!!media.size && (
          <span className={css.size}>
            {value.toLocaleString(i18n.language)} {unit}
          </span>
        )}
      </span>
      <IconDownload size={16} className={css.get} />
    </a>
  );
}
