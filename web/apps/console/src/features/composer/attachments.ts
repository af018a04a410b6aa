// Files that are on their way up while the words are written, and contact cards beside them.
import type { ContactCard, Media } from "@tertulia/protocol";
import { useCallback, useEffect, useRef, useState } from "react";
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

export type Attachments = ReturnType<typeof useAttachments>;

/** upload: where to. held: files that are up already. */
export function useUploads(upload: Upload, held: readonly Media[] = []) {
  const [attachments, setAttachments] = useState<Attachment[]>(() => held.map(asReady));
  const current = useRef(attachments);
  current.current = attachments;
  const change = useCallback((id: number, to: Partial<Attachment>) => {
    setAttachments((all) => all.map((one) => (one.id === id ? { ...one, ...to } : one)));
  }, []);

  const start = useCallback(
    async ({ id, file, stop }: Attachment) => {
      if (!file) return;
      try {
        const media = await upload(file, (progress) => change(id, { progress }), stop.signal);
        change(id, { media, progress: 1 });
      } catch (error) {
        if (!stop.signal.aborted) change(id, { error: sayWhy(error) });
      }
    },
    [upload, change],
  );

  const add = (files: File[]) => {
    const all = files.map((file) => made(file, file, null));
    setAttachments((before) => [...before, ...all]);
    all.forEach((one) => void start(one));
  };

  const addReady = (media: readonly Media[]) => setAttachments((before) => [...before, ...media.map(asReady)]);

  const again = (one: Attachment) => {
    change(one.id, { error: "", progress: 0 });
    void start(one);
  };

  const remove = (id: number) => {
    current.current.find((one) => one.id === id)?.stop.abort();
    setAttachments((all) => all.filter((one) => one.id !== id));
  };

  useEffect(() => () => current.current.forEach(({ stop }) => stop.abort()), []);
  const uploaded = attachments.flatMap(({ media }) => (media ? [media] : []));
  return {
    attachments,
    uploaded,
    waiting: attachments.length !== uploaded.length,
    add,
    addReady,
    again,
    remove,
    clear: () => setAttachments([]),
  };
}

/** The files of a conversation's next message. */
export function useAttachments(conversationId: string) {
  const upload = useCallback<Upload>(
    (file, onProgress, signal) => uploadFile(file, conversationId, onProgress, signal),
    [conversationId],
  );
  const files = useUploads(upload);
  const [cards, setCards] = useState<ContactCard[]>([]);
  return {
    ...files,
    cards,
    addCards: (more: readonly ContactCard[]) => setCards((all) => [...all, ...more]),
    removeCard: (at: number) => setCards((all) => all.filter((_, i) => i !== at)),
    clear: () => {
      files.clear();
      setCards([]);
    },
  };
}
