// Files that are on their way up while the words are written, and contact cards beside them.
import type { ContactCard, Media } from "@tertulia/protocol";
import { useEffect, useMemo, useRef, useState } from "react";
import { create } from "zustand";
import { uploadFile } from "../../commands/uploadFile";
import { sayWhy } from "../../ui/sayWhy";

export interface Attachment {
  id: number;
  name: string;
  size: number;
  mime: string;
  file: File | null; // null: it is in the bucket already
  progress: number; // 0..1
  media: Media | null; // once it is up
  error: string;
  stop: AbortController;
}

export type Upload = (file: File, onProgress: (done: number) => void, signal: AbortSignal) => Promise<Media>;

type Files = readonly Attachment[];

/** Where a list of files is held. */
interface Holder {
  files(): Files;
  change(to: (files: Files) => Files): void;
}

let last = 0;

const made = (from: { name: string; size: number; type: string }, file: File | null, media: Media | null): Attachment => ({
  id: ++last,
  name: from.name || "file",
  size: from.size,
  mime: from.type,
  file,
  progress: media ? 1 : 0,
  media,
  error: "",
  stop: new AbortController(),
});

const asReady = (media: Media): Attachment =>
  made({ name: media.name ?? "", size: media.size ?? 0, type: media.mime }, null, media);

const stopAll = (files: Files): void => files.forEach(({ stop }) => stop.abort());

/** What can be done to a list of files, wherever it is held. */
function handle(upload: Upload, { files, change }: Holder) {
  const patch = (id: number, to: Partial<Attachment>) =>
    change((all) => all.map((one) => (one.id === id ? { ...one, ...to } : one)));
  const start = async ({ id, file, stop }: Attachment) => {
    if (!file) return;
    try {
      const media = await upload(file, (progress) => patch(id, { progress }), stop.signal);
      patch(id, { media, progress: 1 });
    } catch (error) {
      if (!stop.signal.aborted) patch(id, { error: sayWhy(error) });
    }
  };
  return {
    add: (taken: File[]) => {
      const all = taken.map((file) => made(file, file, null));
      change((before) => [...before, ...all]);
      all.forEach((one) => void start(one));
    },
    addReady: (media: readonly Media[]) => change((before) => [...before, ...media.map(asReady)]),
    again: (one: Attachment) => {
      patch(one.id, { error: "", progress: 0 });
      void start(one);
    },
    remove: (id: number) => {
      stopAll(files().filter((one) => one.id === id));
      change((all) => all.filter((one) => one.id !== id));
    },
  };
}

const uploadedOf = (files: Files): Media[] => files.flatMap(({ media }) => (media ? [media] : []));

/** Files of a form: they go with it. upload: where to. held: files that are up already. */
export function useUploads(upload: Upload, held: readonly Media[] = []) {
  const [attachments, change] = useState<Files>(() => held.map(asReady));
  const current = useRef(attachments);
  current.current = attachments;
  const actions = useMemo(() => handle(upload, { files: () => current.current, change }), [upload]);
  useEffect(() => () => stopAll(current.current), []);
  const uploaded = uploadedOf(attachments);
  return { attachments, uploaded, waiting: attachments.length !== uploaded.length, ...actions };
}

/** What lies beside a conversation's words. */
interface Shelf {
  files: Files;
  cards: readonly ContactCard[];
}

const EMPTY: Shelf = { files: [], cards: [] };

/** By conversation, as long as the page lives: who looks at another one meanwhile finds them again. */
const useShelves = create<Readonly<Record<string, Shelf>>>(() => ({}));

const shelfOf = (id: string): Shelf => useShelves.getState()[id] ?? EMPTY;

const put = (id: string, to: Partial<Shelf>): void => useShelves.setState({ [id]: { ...shelfOf(id), ...to } });

/** Another person may sign in on this screen. */
export function forgetAttachments(): void {
  for (const { files } of Object.values(useShelves.getState())) stopAll(files);
  useShelves.setState({}, true);
}

export type Attachments = ReturnType<typeof useAttachments>;

/** The files of a conversation's next message. */
export function useAttachments(id: string) {
  const { files, cards } = useShelves((all) => all[id]) ?? EMPTY;
  const actions = useMemo(() => shelfActions(id), [id]);
  const uploaded = uploadedOf(files);
  const coming = files.some(({ media, error }) => !media && !error);
  return { attachments: files, cards, uploaded, waiting: files.length !== uploaded.length, coming, ...actions };
}

function shelfActions(id: string) {
  const upload: Upload = (file, onProgress, signal) => uploadFile(file, id, onProgress, signal);
  const holder: Holder = { files: () => shelfOf(id).files, change: (to) => put(id, { files: to(shelfOf(id).files) }) };
  return {
    ...handle(upload, holder),
    addCards: (more: readonly ContactCard[]) => put(id, { cards: [...shelfOf(id).cards, ...more] }),
    removeCard: (at: number) => put(id, { cards: shelfOf(id).cards.filter((_, i) => i !== at) }),
    clear: () => put(id, EMPTY),
  };
}
