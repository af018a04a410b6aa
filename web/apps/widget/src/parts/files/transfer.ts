/** Files: to the bucket by a signed form, and from it by links that expire. */
import type { Media } from "@tertulia/protocol";
import type { Chat } from "../../chat";
import { Refused } from "../../lazy/kit";
import { imageSize, kindOf, MOST_BYTES, postFile } from "./post";

const LINK_MS = 50 * 60_000; // links work for an hour
const LINKS_AT_ONCE = 100;

export interface Upload {
  id: string;
  name: string;
  mime: string;
  size: number;
  /** 0 to 1. */
  progress: number;
  /** Why it was refused; '' while it runs. */
  error: string;
  /** Whether trying again may help. */
  again: boolean;
}

export class Transfer {
  uploads: Upload[] = [];
  /** Media key -> address that works for a while. */
  links: Record<string, string> = {};
  private running = new Map<string, { file: File; abort: AbortController }>();
  private asked = new Map<string, number>();
  private timer = 0;

  constructor(private readonly chat: Chat) {}

  add(files: Iterable<File>): void {
    for (const file of files) {
      const id = this.chat.newId();
      this.running.set(id, { file, abort: new AbortController() });
      const { t } = this.chat;
      const error = !file.size ? t.empty : file.size > MOST_BYTES ? t.tooBig : "";
      const mime = file.type || "application/octet-stream";
      const upload = { id, name: file.name || t.file, mime, size: file.size, error };
      this.uploads = [...this.uploads, { ...upload, progress: 0, again: false }];
      this.chat.redraw();
      if (!error) void this.upload(id);
    }
  }

  retry(id: string): void {
    this.change(id, { error: "", progress: 0 });
    void this.upload(id);
  }

  cancel(id: string): void {
    this.running.get(id)?.abort.abort();
    this.running.delete(id);
    this.uploads = this.uploads.filter((upload) => upload.id !== id);
    this.chat.redraw();
  }

  stop(): void {
    this.running.forEach(({ abort }) => abort.abort());
    Object.values(this.links).forEach((link) => URL.revokeObjectURL(link)); // those of our own files
    clearTimeout(this.timer);
  }

  private change(id: string, change: Partial<Upload>): void {
    this.uploads = this.uploads.map((upload) => (upload.id === id ? { ...upload, ...change } : upload));
    this.chat.redraw();
  }

  private async upload(id: string): Promise<void> {
    const { file, abort } = this.running.get(id)!;
    const { name, mime, size } = this.uploads.find((upload) => upload.id === id)!;
    try {
      const ticket = await this.chat.client.upload({ name, mime, size });
      await postFile(ticket, file, (progress) => this.change(id, { progress }), abort.signal);
      const kind = kindOf(mime);
      const pixels = kind === "image" ? await imageSize(file) : {};
      if (!this.running.has(id)) return; // cancelled meanwhile
      const media: Media = { mime, name, size, key: ticket.key, ...pixels };
      if (kind !== "file") this.keep(ticket.key, URL.createObjectURL(file));
      this.cancel(id);
      this.chat.write("", { kind, media: [media] });
    } catch (error) {
      const refused = error instanceof Refused && !error.passing;
      this.change(id, { error: refused ? error.message : this.chat.t.uploadFailed, again: !refused });
    }
  }

  private keep(key: string, url: string): void {
    this.asked.set(key, Infinity);
    this.know({ [key]: url });
  }

  private know(links: Record<string, string>): void {
    this.links = { ...this.links, ...links };
    this.chat.redraw();
  }

  /** Media of the thread that have no address yet. */
  private missing(): string[] {
    const { past, messages } = this.chat.state;
    const keys = [...past, ...messages].flatMap(({ content }) => (content.media ?? []).map(({ key }) => key ?? ""));
    return [...new Set(keys)].filter((key) => key && !(key in this.links));
  }

  /** Asks, in one request, for the addresses that the thread lacks. */
  fetchLinks(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(async () => {
      const now = Date.now();
      const keys = this.missing()
        .filter((key) => (this.asked.get(key) ?? 0) < now)
        .slice(-LINKS_AT_ONCE);
      if (!keys.length) return;
      keys.forEach((key) => this.asked.set(key, now + 5000));
      try {
        const { links } = await this.chat.client.links(keys);
        keys.forEach((key) => this.asked.set(key, now + LINK_MS));
        this.know(links);
        this.fetchLinks(); // there may be more than one request takes
      } catch {
        this.timer = window.setTimeout(() => this.fetchLinks(), 6000);
      }
    }, 30);
  }

  /** A picture did not load: its link may have expired. Asked for again, but not at once. */
  expired(key: string): void {
    const { [key]: gone, ...links } = this.links;
    if (!gone || (this.asked.get(key) ?? 0) > Date.now() + LINK_MS - 10_000) return;
    this.links = links;
    this.asked.delete(key);
    this.fetchLinks();
  }
}
