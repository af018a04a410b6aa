import { IconPlayerPauseFilled, IconPlayerPlayFilled } from "@tabler/icons-react";
import type { Media } from "@tertulia/protocol";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { duration } from "../../../rules/time";
import css from "./AudioPlayer.module.css";

/** A small player: a voice message needs no more. */
export function AudioPlayer({ media, url }: { media: Media; url: string }) {
  const { t } = useTranslation();
  const audio = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [whole, setWhole] = useState(media.duration ?? 0);
  const toggle = () => void (playing ? audio.current?.pause() : audio.current?.play());
  return (
    <span className={css.player}>
      <button type="button" className={css.play} onClick={toggle} disabled={!url} aria-label={t(playing ? "message.pause" : "message.play")}>
        {playing ? <IconPlayerPauseFilled size={16} /> : <IconPlayerPlayFilled size={16} />}
      </button>
      <input
        type="range"
        min={0}
        max={whole || 1}
        step={0.1}
        value={at}
        aria-label={t("message.seek")}
        onChange={(event) => {
          if (audio.current) audio.current.currentTime = Number(event.target.value);
        }}
      />
      <span className={css.time}>{duration(playing || at > 0 ? at : whole)}</span>
      <audio
        ref={audio}
        src={url || undefined}
        preload={media.duration ? "none" : "metadata"}
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setAt(0)}
        onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
        onDurationChange={({ currentTarget }) => {
          if (Number.isFinite(currentTarget.duration)) setWhole(currentTarget.duration);
        }}
      />
    </span>
  );
}
