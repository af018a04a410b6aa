import { IconAddressBook, IconFile, IconPhoto, IconRefresh, IconX } from "@tabler/icons-react";
import type { ContactCard } from "@tertulia/protocol";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { fileSize } from "../../rules/limits";
import type { Attachment } from "./attachments";
import css from "./AttachmentChips.module.css";

interface Chips {
  attachments: readonly Attachment[];
  cards?: readonly ContactCard[];
  again(one: Attachment): void;
  remove(id: number): void;
  removeCard?(at: number): void;
}

export function AttachmentChips({ attachments, cards = [], again, remove, removeCard }: Chips) {
  if (attachments.length + cards.length === 0) return null;
  return (
    <ul className={css.chips} data-testid="attachments">
      {attachments.map((one) => (
        <Chip key={one.id} one={one} again={() => again(one)} remove={() => remove(one.id)} />
      ))}
      {cards.map((card, i) => (
        <CardChip key={`${i}-${card.name}`} card={card} remove={() => removeCard?.(i)} />
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
  const { value, unit } = fileSize(one.size);
  const percent = Math.round(one.progress * 100);
  const state = one.error
    ? t("composer.uploadFailed")
    : one.media
      ? `${value.toLocaleString(i18n.language)} ${unit}`
      : t("composer.uploading", { percent });
  return (
    <li className={css.chip} data-failed={one.error ? true : undefined} data-ready={one.media ? true : undefined}>
      <Thumb one={one} />
      <span className={css.words}>
        <span className={css.name}>{one.name}</span>
        <span className={css.state} title={one.error || undefined}>
          {state}
        </span>
      </span>
      {one.error && one.file && (
        <button type="button" onClick={again} aria-label={t("retry")}>
          <IconRefresh size={15} />
        </button>
      )}
      <button type="button" onClick={remove} aria-label={t("composer.removeFile", { name: one.name })}>
        <IconX size={15} />
      </button>
      {!one.media && !one.error && (
        <progress className={css.bar} max={100} value={percent} aria-label={t("composer.uploading", { percent })} />
      )}
    </li>
  );
}

function CardChip({ card, remove }: { card: ContactCard; remove(): void }) {
  const { t } = useTranslation();
  return (
    <li className={css.chip} data-ready data-testid="card-chip">
      <span className={css.thumb}>
        <IconAddressBook size={18} />
      </span>
      <span className={css.words}>
        <span className={css.name}>{card.name}</span>
        <span className={css.state}>{card.phones?.[0] ?? card.emails?.[0] ?? t("kind.contact")}</span>
      </span>
      <button type="button" onClick={remove} aria-label={t("composer.removeFile", { name: card.name })}>
        <IconX size={15} />
      </button>
    </li>
  );
}

function Thumb({ one: { file, mime } }: { one: Attachment }) {
  const picture = mime.startsWith("image/") && mime !== "image/svg+xml";
  const [url, setUrl] = useState("");
  useEffect(() => {
    if (!picture || !file) return;
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file, picture]);
  if (url) return <img className={css.thumb} src={url} alt="" />;
  return <span className={css.thumb}>{picture ? <IconPhoto size={18} /> : <IconFile size={18} />}</span>;
}
