// Two soft notes, made here: no file to fetch. Of several tabs only one rings.
import { preference } from "../ui/preference";

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
  if (!audio || audio.state !== "running" || !soundOn.get()) return;
  if (!leading && navigator.locks) return;
  note(audio, 659, 0);
  note(audio, 880, 0.11);
}

function note(context: AudioContext, frequency: number, after: number): void {
  const start = context.currentTime + after;
  const gain = context.createGain();
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(0.09, start + 0.015);
  gain.gain.exponentialRampToValueAtTime(0.0001, start + 0.4);
  const tone = context.createOscillator();
  tone.type = "sine";
  tone.frequency.value = frequency;
  tone.connect(gain).connect(context.destination);
  tone.start(start);
  tone.stop(start + 0.45);
}

export const soundOn = preference("sound", true);
