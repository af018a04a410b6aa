import type { TeamMedia } from "@tertulia/protocol";
import { useEffect, useState } from "react";
import * as api from "../../api/team";
import { FileCard } from "../thread/content/FileCard";
import { Picture } from "../thread/content/Picture";
import css from "./TeamFiles.module.css";

const LIFE = 50 * 60_000; // links work for an hour
const links = new Map<string, { url: string; until: number }>();

export function TeamFiles({ room, media }: { room: string; media: TeamMedia[] }) {
  const urls = useLinks(room, media.map(({ key }) => key).join("\n"));
  return (
    <div className={css.files}>
      {media.map((one) => {
        const url = urls[one.key] ?? "";
        const picture = /^image\/(png|jpe?g|gif|webp|avif)$/.test(one.mime);
        return picture ? <Picture key={one.key} media={one} url={url} sticker={false} /> : <FileCard key={one.key} media={one} url={url} />;
      })}
    </div>
  );
}

function useLinks(room: string, joined: string): Record<string, string> {
  const [urls, setUrls] = useState<Record<string, string>>({});
  useEffect(() => {
    let gone = false;
    const keys = joined.split("\n").filter(Boolean);
    const held = keys.map((key) => links.get(key)).filter((link) => link && link.until > Date.now());
    const told = () => setUrls(Object.fromEntries(keys.map((key) => [key, links.get(key)?.url ?? ""])));
    if (held.length === keys.length) return told();
    api
      .links(room, keys)
      .then((answer) => {
        for (const [key, url] of Object.entries(answer.links)) links.set(key, { url, until: Date.now() + LIFE });
        if (!gone) told();
      })
      .catch(() => undefined);
    return () => {
      gone = true;
    };
  }, [room, joined]);
  return urls;
}
