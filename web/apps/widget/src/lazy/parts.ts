/** Fetches parts when they are needed, and draws them where they want to be drawn. */
import type { Boot } from "../boot";
import type { Chat } from "../chat";
import type { VNode } from "../ui/draw";
import type { Made, Part, Slot } from "./part";
import { NAMES, PARTS, type PartName } from "./registry";

/** Name -> file, known once the parts are built. */
declare const __PARTS__: Record<PartName, string>;

const AGAIN_MS = 20_000;

/** Called by a part's script: what it is made by. */
export function define<P extends Part>(name: PartName, make: Made<P>, css = ""): Made<P> {
  made[name] = (chat) => {
    if (css) chat.boot.adopt(css);
    return make(chat);
  };
  return make;
}
const made: Partial<Record<PartName, Made>> = {};

const fetched = (boot: Boot, name: PartName) =>
  new Promise((done, fail) => {
    if (made[name]) return done(0);
    const script = boot.fetch(__PARTS__[name]);
    script.onload = done;
    script.onerror = fail;
  });

export class Parts {
  private asked: Partial<Record<PartName, Promise<Part>>> = {};
  private here: Partial<Record<PartName, Part>> = {};
  private failed: Partial<Record<PartName, number>> = {};

  constructor(private readonly chat: Chat) {}

  /** The part, once it is there. Rejects if it cannot be fetched; the next call tries again. */
  load<P extends Part = Part>(name: PartName): Promise<P> {
    return (this.asked[name] ??= fetched(this.chat.boot, name).then(
      () => {
        const part = (this.here[name] = made[name]!(this.chat));
        this.chat.redraw();
        return part;
      },
      (error) => {
        delete this.asked[name];
        this.failed[name] = Date.now();
        throw error;
      },
    )) as Promise<P>;
  }

  /** The part, if it is there already. */
  get = (name: PartName): Part | undefined => this.here[name];

  /** Whether the newest try to fetch it failed. */
  lost = (name: PartName): boolean => name in this.failed;

  /** Fetches what is wished for. Called after each change of the state. */
  follow(): void {
    for (const name of NAMES)
      if (!this.asked[name] && PARTS[name].when?.(this.chat.state))
        if (!(Date.now() < (this.failed[name] ?? 0) + AGAIN_MS)) this.load(name).catch(() => {});
  }

  private get all(): Part[] {
    return NAMES.map((name) => this.here[name]).filter(Boolean) as Part[];
  }

  /** What the parts that are there show in this place. */
  draw(slot: Slot): VNode[] {
    return this.all.map((part) => part[slot]?.()).filter(Boolean) as VNode[];
  }

  stop(): void {
    this.all.forEach((part) => part.stop?.());
  }
}
