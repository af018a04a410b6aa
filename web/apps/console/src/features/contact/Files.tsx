import { IconFile, IconMicrophone, IconMovie, IconMusic } from "@tabler/icons-react";
import type { ConversationView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { useMediaLink } from "../../live/mediaLinks";
import { sortedFiles, type SharedFile } from "../../rules/beside";
import { fileSize } from "../../rules/limits";
import { exact } from "../../rules/time";
import css from "./Beside.module.css";
import { BesideState } from "./BesideState";
import { Section } from "./Section";
import { useBeside } from "./useBeside";

/** Everything that this contact and we have sent each other: pictures to look at, files to open. */
export function Files({ row }: { row: ConversationView }) {
  const { t } = useTranslation();
  const shared = useBeside("files", row);
  const { pictures, files } = sortedFiles(shared.items);
  return (
    <Section title={t("desk.beside.files")}>
      <div data-testid="files">
        {pictures.length > 0 && (
          <ul className={css.pictures} aria-label={t("desk.beside.pictures")}>
            {pictures.map((file) => (
              <Picture key={file.media.key} file={file} />
            ))}
          </ul>
        )}
        {files.length > 0 && (
          <ul className={css.files} aria-label={t("desk.beside.documents")}>
            {files.map((file) => (
              <Line key={file.media.key} file={file} />
            ))}
          </ul>
        )}
        <BesideState pages={shared} count={shared.items.length} empty={t("desk.beside.noFiles")} />
      </div>
    </Section>
  );
}

function Picture({ file }: { file: SharedFile }) {
  const { t, i18n } = useTranslation();
  const link = useMediaLink(file.media.key);
  const url = link.state === "ready" ? link.url : undefined;
  const name = file.media.name || t("kind.image");
  return (
    <li>
      <a
        className={css.picture}
        href={url}
        target="_blank"
        rel="noopener noreferrer"
        title={`${name} · ${exact(file.item.at, i18n.language)}`}
        aria-label={t("desk.beside.openFile", { name })}
      >
        {url && <img src={url} alt="" loading="lazy" />}
      </a>
    </li>
  );
}

function Line({ file: { item, media } }: { file: SharedFile }) {
  const { t, i18n } = useTranslation();
  const link = useMediaLink(media.key);
  const name = media.name || t("kind.file");
  const { value, unit } = fileSize(media.size ?? 0);
  const size = media.size ? `${value.toLocaleString(i18n.language)} ${unit} · ` : "";
  return (
    <li>
      <a
        className={css.file}
        href={link.state === "ready" ? link.url : undefined}
        target="_blank"
        rel="noopener noreferrer"
        aria-label={t("desk.beside.openFile", { name })}
      >
        <Sign mime={media.mime} />
        <span className={css.fileWords}>
          <span className={css.fileName} dir="auto">
            {name}
          </span>
          <span className={css.quiet}>
            {size}
            {exact(item.at, i18n.language)}
          </span>
        </span>
      </a>
    </li>
  );
}

function Sign({ mime }: { mime: string }) {
  if (mime.startsWith("video/")) return <IconMovie size={18} aria-hidden="true" />;
  if (mime.startsWith("audio/ogg")) return <IconMicrophone size={18} aria-hidden="true" />;
  if (mime.startsWith("audio/")) return <IconMusic size={18} aria-hidden="true" />;
  return <IconFile size={18} aria-hidden="true" />;
}
