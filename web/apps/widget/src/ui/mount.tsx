/** Draws the widget into the loader's shadow root, and again after each change. */
import type { WidgetConfig } from "@tertulia/protocol";
import type { Chat } from "../chat";
import { readableOn, textOn } from "../text/contrast";
import { App } from "./App";
import composer from "./composer.css?inline";
import { draw, h } from "./draw";
import frame from "./frame.css?inline";
import { followEnd, keepPlace } from "./scroll";
import thread from "./thread.css?inline";
import { fitToScreen, moveFocus } from "./window";

const LIGHT = "#f3f4f7"; // the grounds that links stand on: --soft in frame.css
const DARK = "#262a33";

const palette = (colour: string, { offset_x = 20, offset_y = 20, photos }: WidgetConfig) =>
  `:host{--t-accent:${colour}!important;--t-on:${textOn(colour)}!important;` +
  `--t-x:${+offset_x}px!important;--t-y:${+offset_y}px!important}` +
  (photos === false ? ".face img{display:none}" : "") +
  `.all{--link:${readableOn(colour, LIGHT)}}.dark{--link:${readableOn(colour, DARK)}}`;

export function mountWindow(chat: Chat): () => void {
  const { boot } = chat;
  const query = matchMedia("(prefers-color-scheme: dark)");
  const unfit = fitToScreen(boot.host);
  let unfollow = () => {};
  let colours: CSSStyleSheet | undefined;
  let painted = "";
  let open = false;
  let followed: Element | null = null;
  let waiting = false;
  let gone = false;
  const dark = () => {
    const set = boot.options.theme || chat.state.config!.scheme;
    return set === "dark" || (set !== "light" && query.matches);
  };
  const now = () => {
    waiting = false;
    const { state } = chat;
    if (gone || !chat.worded) return; // the loader's launcher stays until there is more to draw
    if (!state.config) return state.link === "refused" ? draw(null, boot.mount) : undefined;
    colours ??= (boot.adopt(frame + thread + composer), boot.adopt(""));
    const paint = palette(state.colour, state.config);
    if (paint !== painted) colours.replaceSync((painted = paint));
    boot.host.dataset.side = state.config.position ?? "right";
    const settle = keepPlace(chat);
    draw(<App chat={chat} state={state} dark={dark()} />, boot.mount);
    const box = boot.root.querySelector(".scroll");
    if (box !== followed) {
      followed = box;
      unfollow();
      unfollow = followEnd(chat);
    }
    if (state.open !== open) {
      open = state.open;
      moveFocus(chat);
    }
    settle();
  };
  const soon = () => {
    if (!waiting) queueMicrotask(now); // not by frame: hidden tabs have none
    waiting = true;
  };
  query.addEventListener("change", soon);
  chat.watch(soon);
  return () => {
    gone = true;
    query.removeEventListener("change", soon);
    unfit();
    unfollow();
  };
}
