// Links to files, asked for in batches and kept while they work (an hour; we say 50 minutes).
import { useEffect, useState } from "react";
import * as api from "../api/endpoints";

const LIFE = 50 * 60_000;
const BATCH = 100;

interface Link {
  url: string;
  until: number;
}

const links = new Map<string, Link>();
let asked: Map<string, ((url: string) => void)[]> | null = null;

/** Resolves to '' if the file is not to be had. */
export function mediaLink(key: string): Promise<string> {
  const held = links.get(key);
  if (held && held.until > Date.now()) return Promise.resolve(held.url);
  if (!asked) {
    asked = new Map();
    setTimeout(() => void askAll(), 10);
  }
  const batch = asked;
  return new Promise((resolve) => batch.set(key, [...(batch.get(key) ?? []), resolve]));
}

async function askAll(): Promise<void> {
  const batch = asked ?? new Map<string, ((url: string) => void)[]>();
  asked = null;
  const keys = [...batch.keys()];
  for (let from = 0; from < keys.length; from += BATCH) {
    const some = keys.slice(from, from + BATCH);
    const answer = await api.mediaLinks(some).catch(() => ({ links: {} as Record<string, string> }));
    for (const key of some) {
      const url = answer.links[key] ?? "";
      if (url) links.set(key, { url, until: Date.now() + LIFE });
      batch.get(key)?.forEach((resolve) => resolve(url));
    }
  }
}

export type LinkState = { state: "loading" | "missing" } | { state: "ready"; url: string };

export function useMediaLink(key: string | undefined): LinkState {
  const [link, setLink] = useState<LinkState>({ state: "loading" });
  useEffect(() => {
    let gone = false;
    if (!key) return setLink({ state: "missing" });
    void mediaLink(key).then((url) => {
      if (!gone) setLink(url ? { state: "ready", url } : { state: "missing" });
    });
    return () => {
      gone = true;
    };
  }, [key]);
  return link;
}
