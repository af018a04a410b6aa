import { Button, TextInput } from "@mantine/core";
import { IconPaperclip, IconTrash } from "@tabler/icons-react";
import type { Media } from "@tertulia/protocol";
import { useRef, useState } from "react";
import { uploadReplyFile } from "../../../commands/uploadFile";
import { fileSize } from "../../../rules/limits";
import { IconButton } from "../../../ui/IconButton";
import { sayWhy } from "../../../ui/sayWhy";
import type { Data } from "../types";
import { useWords } from "../words";
import { useLabel, type Bound } from "./basic";
import css from "./Field.module.css";
import { textOf } from "./lists";

const ACCEPT: Record<string, string> = { image: "image/*", audio: "audio/*", video: "video/*" };
const MOST = 64 * 1024 * 1024; // bytes

/** A file of ours, or the address of one elsewhere. */
export function FileField({ form, name, kind, ...rest }: Bound & { kind: string }) {
  const { t, i18n } = useWords();
  const label = useLabel({ name, ...rest });
  const file = (form.data[name] ?? {}) as Data;
  const put = (media: Media) => form.change({ [name]: { mime: media.mime, name: media.name ?? "", key: media.key ?? "", size: media.size ?? 0, url: "" } });
  const { busy, error, take } = useOneUpload(put);
  const size = fileSize(Number(file.size ?? 0));
  return (
    <div role="group" aria-label={label}>
      <span className={css.label}>{label}</span>
      {textOf(file, "key") ? (
        <div className={css.file}>
          <IconPaperclip size={16} />
          <span dir="auto">{textOf(file, "name")}</span>
          {`${size.value.toLocaleString(i18n.language)} ${size.unit}`}
          <IconButton label={t("remove")} onClick={() => form.change({ [name]: null })}>
            <IconTrash size={16} />
          </IconButton>
        </div>
      ) : (
        <div className={css.rows}>
          <Choose accept={ACCEPT[kind]} busy={busy} take={take} />
          <TextInput
            label={t("field.fileUrl")}
            placeholder="https://"
            value={textOf(file, "url")}
            maxLength={2000}
            error={form.errorOf(`${name}.url`)}
            onChange={(event) => form.change({ [name]: { url: event.currentTarget.value, name: nameIn(event.currentTarget.value) } }, `${name}.url`)}
          />
        </div>
      )}
      {(error || form.errorOf(name)) && <p className={css.error}>{error || form.errorOf(name)}</p>}
    </div>
  );
}

function Choose({ accept, busy, take }: { accept?: string; busy: boolean; take(file: File): void }) {
  const { t } = useWords();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button variant="default" size="xs" loading={busy} leftSection={<IconPaperclip size={14} />} onClick={() => input.current?.click()}>
        {t("field.chooseFile")}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        data-testid="flow-file"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file) take(file);
        }}
      />
    </>
  );
}

function useOneUpload(done: (media: Media) => void) {
  const { t } = useWords();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const take = (file: File) => {
    if (file.size === 0 || file.size > MOST) return setError(t("field.fileSize"));
    setBusy(true);
    setError("");
    uploadReplyFile(file, () => undefined, new AbortController().signal)
      .then(done, (problem: unknown) => setError(sayWhy(problem)))
      .finally(() => setBusy(false));
  };
  return { busy, error, take };
}

/** The last part of an address. */
const nameIn = (url: string): string => (/[^/]+$/.exec(url.split(/[?#]/)[0] ?? "")?.[0] ?? "").slice(0, 200);
