import { IconFile, IconPhoto, IconRefresh, IconX } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { fileSize } from "../../rules/limits";
import type { Attachment, useAttachments } from "./attachments";
import css from "./AttachmentChips.module.css";

export function AttachmentChips({ files }: { files: ReturnType<typeof useAttachments> }) {
  if (files.attachments.length === 0) return null;
  return (
    <ul className={css.chips} data-testid="attachments">
      {files.attachments.map((one) => (
        <Chip key={one.id} one={one} again={() => files.again(one)} remove={() => files.remove(one.id)} />
      ))}
    </ul>
  );
}

interface Props {
  one: Attachment;
  again(): void;
  remove(): void;
}

function Chip({ one, again, remove }: Props) {
  const { t, i18n } = useTranslation();
  const { value, unit } = fileSize(one.file.size);
  const percent = Math.round(one.progress * 100);
  const state = one.error
    ? t("composer.uploadFailed")
    : one.media
      ? `${value.toLocaleString(i18n.language)} ${unit}`
      : t("composer.uploading", { percent });
  return (
    <li className={css.chip} data-failed={one.error ? true : undefined} data-ready={one.media ? true : undefined}>
      <Thumb file={one.file} />
      <span className={css.words}>
        <span className={css.name}>{one.file.name}</span>
        <span className={css.state} title={one.error || undefined}>
          {state}
        </span>
      </span>
      {one.error && (
        <button type="button" onClick={again} aria-label={t("retry")}>
          <IconRefresh size={15} />
        </button>
      )}
      <button type="button" onClick={remove} aria-label={t("composer.removeFile", { name: one.file.name })}>
        <IconX size={15} />
      </button>
      {!one.media && !one.error && <span className={css.bar} style={{ width: `${percent}%` }} />}
    </li>
  );
}

function Thumb({ file }: { file: File }) {
  const picture = file.type.startsWith("image/") && file.type !== "image/svg+xml";
  const [url, setUrl] = useState("");
  useEffect(() => {
    if (!picture) return;
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file, picture]);
  if (url) return <img className={css.thumb} src={url} alt="" />;
  return <span className={css.thumb}>{picture ? <IconPhoto size={18} /> : <IconFile size={18} />}</span>;
}
