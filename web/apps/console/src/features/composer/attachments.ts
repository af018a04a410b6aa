// Files that are on their way up while the words are written.
import type { Media } from "@tertulia/protocol";
import { useCallback, useEffect, useRef, useState } from "react";
import { uploadFile } from "../../commands/uploadFile";
import { sayWhy } from "../../ui/sayWhy";

export interface Attachment {
  id: number;
  file: File;
  progress: number; // 0..1
  media: Media | null; // once it is up
  error: string;
  stop: AbortController;
}

let last = 0;

export function useAttachments(conversationId: string) {
  const [attachments, setAttachments] = useState<Attachment[]>([]);
  const current = useRef(attachments);
  current.current = attachments;
  const change = useCallback((id: number, to: Partial<Attachment>) => {
    setAttachments((all) => all.map((one) => (one.id === id ? { ...one, ...to } : one)));
  }, []);

  const upload = useCallback(
    async ({ id, file, stop }: Attachment) => {
      try {
        const onProgress = (progress: number) => change(id, { progress });
        const media = await uploadFile(file, conversationId, onProgress, stop.signal);
        change(id, { media, progress: 1 });
      } catch (error) {
        if (!stop.signal.aborted) change(id, { error: sayWhy(error) });
      }
    },
    [conversationId, change],
  );

  const add = (files: File[]) => {
    const made = files.map((file): Attachment => ({
      id: ++last,
      file,
      progress: 0,
      media: null,
      error: "",
      stop: new AbortController(),
    }));
    setAttachments((all) => [...all, ...made]);
    made.forEach((one) => void upload(one));
  };

  const again = (one: Attachment) => {
    change(one.id, { error: "", progress: 0 });
    void upload(one);
  };

  const remove = (id: number) => {
    current.current.find((one) => one.id === id)?.stop.abort();
    setAttachments((all) => all.filter((one) => one.id !== id));
  };

  useEffect(() => () => current.current.forEach(({ stop }) => stop.abort()), []);
  return { attachments, add, again, remove, clear: () => setAttachments([]) };
}
