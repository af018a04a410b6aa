// The sound of something new. Of several tabs only one rings.
import { preference } from "../ui/preference";
import { play, toneOf } from "./tones";
import { wantedTone } from "./wanted";

let audio: AudioContext | null = null;
let leading = false;

/** Browsers let a page sound only after a person has touched it. */
export function prepareSound(): void {
  const ready = () => {
    audio ??= new AudioContext();
    void audio.resume();
  };
  addEventListener("pointerdown", ready, { once: true });
  addEventListener("keydown", ready, { once: true });
  // The tab that holds the lock rings; when it closes, the next one gets it.
  void navigator.locks?.request("tertulia-sound", () => {
    leading = true;
    return new Promise(() => undefined);
  });
}

export function chime(): void {
  if (!soundOn.get() || (!leading && navigator.locks)) return;
  sound(wantedTone());
}

/** Now, whatever is switched off: to choose by ear, or for what must be heard. */
export function sound(tone: string): void {
  if (audio?.state === "running") play(audio, toneOf(tone), volume.get() / 100);
}

export const soundOn = preference("sound", true);
export const volume = preference("volume", 50); // 0..100
