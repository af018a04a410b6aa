// The sounds of a new message, made here: no file to fetch. A note: hertz, seconds after the start,
// seconds long, and the form of its wave.
export interface Note {
  hertz: number;
  after: number;
  long: number;
  wave?: OscillatorType;
}

export const TONES = {
  "two-notes": [
    { hertz: 659, after: 0, long: 0.4 },
    { hertz: 880, after: 0.11, long: 0.4 },
  ],
  drop: [
    { hertz: 1175, after: 0, long: 0.12 },
    { hertz: 784, after: 0.09, long: 0.3 },
  ],
  bell: [
    { hertz: 988, after: 0, long: 1.1 },
    { hertz: 1976, after: 0, long: 0.6 },
  ],
  knock: [
    { hertz: 196, after: 0, long: 0.12, wave: "triangle" },
    { hertz: 196, after: 0.16, long: 0.12, wave: "triangle" },
  ],
} as const satisfies Record<string, readonly Note[]>;

export type Tone = keyof typeof TONES;

export const toneOf = (name: string): readonly Note[] => TONES[name as Tone] ?? TONES["two-notes"];

/** volume: 0..1. */
export function play(context: AudioContext, notes: readonly Note[], volume: number): void {
  for (const { hertz, after, long, wave } of notes) {
    const start = context.currentTime + after;
    const gain = context.createGain();
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(Math.max(0.0002, 0.18 * volume), start + 0.015);
    gain.gain.exponentialRampToValueAtTime(0.0001, start + long);
    const tone = context.createOscillator();
    tone.type = wave ?? "sine";
    tone.frequency.value = hertz;
    tone.connect(gain).connect(context.destination);
    tone.start(start);
    tone.stop(start + long + 0.05);
  }
}
