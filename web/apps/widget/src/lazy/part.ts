/** What a lazily loaded part is to the core, and the core to it (docs/widget.md, "Parts"). */
import type { Content } from "@tertulia/protocol";
import type { Chat } from "../chat";
import type { Row } from "../state/select";
import type { Strings } from "../text/strings";
import type { VNode } from "../ui/draw";

/** Where a part may draw:
 * bubble: beside the launcher, while the window is closed, in place of the greeting;
 * end: after the last line of the thread;
 * composer: over the field for writing;
 * over: over the open window;
 * panel: in place of thread and composer. The first that returns something has the place. */
export type Slot = "bubble" | "end" | "composer" | "over" | "panel";

export type Drawing = () => VNode | null | false | undefined;

/** What a part's maker returns. Called by the core, and by whoever loaded it. */
export type Part = { [slot in Slot]?: Drawing } & {
  /** The visitor chose it in the window's menu, or the site asked for it. */
  open?(...args: never[]): unknown;
  /** What a message holds besides words (the part "files"). */
  rich?(content: Content): VNode | null;
  /** Words with the marks in them drawn (the part "marks"). */
  spell?(text: string): unknown;
  /** What stands below a message: buttons to choose from (the part "files"). */
  after?(row: Row, latest: boolean): VNode | null;
  /** The widget's words in a language (the parts "es" and "pt"). */
  words?: Strings;
  /** The widget is taken away: end timers and listeners. */
  stop?(): void;
};

/** One word or sentence of a part: English|Spanish|Brazilian Portuguese. */
export type Words<Name extends string = string> = Record<Name, `${string}|${string}|${string}`>;

export type Made<P extends Part = Part> = (chat: Chat) => P;
