import { IconAlertCircle, IconFile, IconX } from "@tabler/icons-react";
import type { TeamMedia } from "@tertulia/protocol";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { uploadToRoom } from "../../commands/uploadToRoom";
import { sayWhy } from "../../ui/sayWhy";
import css from "./RoomFiles.module.css";

interface Going {
  id: number;
  name: string;
  done: number; // 0..1
  media: TeamMedia | null;
  error: string;
  stop: AbortController;
}

const MOST = 10;
let last = 0;

export function useRoomFiles(room: string) {
  const [all, setAll] = useState<Going[]>([]);
  const current = useRef(all);
  current.current = all;
  useEffect(() => () => current.current.forEach(({ stop }) => stop.abort()), []);
  const change = (id: number, to: Partial<Going>) =>
    setAll((held) => held.map((one) => (one.id === id ? { ...one, ...to } : one)));
  const add = (files: File[]) => {
    for (const file of files.slice(0, MOST - current.current.length)) {
      const one: Going = { id: ++last, name: file.name, done: 0, media: null, error: "", stop: new AbortController() };
      setAll((held) => [...held, one]);
      uploadToRoom(file, room, (done) => change(one.id, { done }), one.stop.signal)
        .then((media) => change(one.id, { media, done: 1 }))
        .catch((error: unknown) => {
          if (!one.stop.signal.aborted) change(one.id, { error: sayWhy(error) });
        });
    }
  };
  const remove = (id: number) => {
    current.current.find((one) => one.id === id)?.stop.abort();
    setAll((held) => held.filter((one) => one.id !== id));
  };
  const media = all.flatMap((one) => one.media ?? []);
  const busy = all.some((one) => !one.media);
  return { all, add, remove, media, busy, clear: () => setAll([]) };
}

export function RoomFiles({ files }: { files: ReturnType<typeof useRoomFiles> }) {
  const { t } = useTranslation();
  if (files.all.length === 0) return null;
  return (
    <ul className={css.files}>
      {files.all.map((one) => (
        <li key={one.id} className={css.file} data-bad={!!one.error || undefined}>
          {one.error ? <IconAlertCircle size={15} /> : <IconFile size={15} />}
          <span className={css.name}>{one.error || one.name}</span>
          {!one.media && !one.error && <progress value={one.done} aria-label={one.name} />}
          <button type="button" onClick={() => files.remove(one.id)} aria-label={t("team.stop", { name: one.name })}>
            <IconX size={14} />
          </button>
        </li>
      ))}
    </ul>
  );
}
