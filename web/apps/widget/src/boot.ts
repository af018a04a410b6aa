/** What the loader hands to the widget: one object, so that nothing is built twice. */
import type { VisitReport, WidgetSession } from "@tertulia/protocol";
import type { Chat } from "./chat";
import type { Drawn } from "./loader/host";
import type { Basis } from "./storage/keeper";

/** A call of the JS API: the command's name, then its arguments. */
export type Call = [name: string, ...args: unknown[]];

export interface Boot extends Drawn {
  channel: string;
  /** Where the API lies, without a trailing slash. */
  api: string;
  keeper: Basis;
  /** Attributes of the script element: `data-theme`, `data-language`, `data-colour`. */
  options: DOMStringMap;
  /** Describes the page as it is now, and counts it for the 30-minute rule. */
  visit(): VisitReport;
  session: Promise<WidgetSession>;
  /** Fetches another script of the widget, as its policies allow: core and parts. */
  fetch(file: string): HTMLScriptElement;
  /** The widget at work, once its code is there. */
  chat?: Chat;
  /** What parts share with the core: the exports of lazy/kit.ts. */
  kit?: typeof import("./lazy/kit");
  /** Calls made before the widget was there. */
  calls: Call[];
}

/** The one global. Before the loader it may be an array of calls. */
export interface Global {
  _: Boot;
  push(call: Call): unknown;
  [command: string]: unknown;
}

declare global {
  interface Window {
    tertulia?: Global | Call[];
  }
}
