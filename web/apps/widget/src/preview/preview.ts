/** The real widget on a page of our own. With `#try=CHANNEL` it is a test page: what is written goes
 * to the account. Without, it is the settings' live preview: the console sends what it is to look
 * like, and nothing leaves the page. */
import type { WidgetConfig } from "@tertulia/protocol";
import type { Global } from "../boot";
import { Quiet } from "./quiet";

interface Look {
  type: "tertulia.preview";
  config: WidgetConfig;
  theme: "light" | "dark";
  online: boolean;
  reply: string;
}

const CHANNEL = "preview";

function include(channel: string, theme?: string): void {
  const script = document.createElement("script");
  script.src = "loader.js";
  script.dataset.channel = channel;
  if (theme) script.dataset.theme = theme;
  document.head.append(script);
}

function preview(): void {
  let look: Look | null = null;
  let open = false;
  const quiet = new Quiet(
    () => look!.config,
    () => look!.reply,
    () => look!.online,
  );
  quiet.install();
  const redraw = () => {
    const global = window.tertulia as Global | undefined;
    (global?.destroy as (() => void) | undefined)?.();
    delete window.tertulia;
    for (const key of Object.keys(localStorage)) if (key.startsWith(`tertulia.${CHANNEL}.`)) localStorage.removeItem(key);
    document.documentElement.classList.toggle("dark", look!.theme === "dark");
    const scheme = look!.config.scheme === "auto" ? look!.theme : look!.config.scheme;
    const calls: [string, ...unknown[]][] = [
      ["on", "open", () => (open = true)],
      ["on", "close", () => (open = false)],
    ];
    if (open) calls.push(["open"]);
    window.tertulia = calls;
    include(CHANNEL, scheme);
  };
  addEventListener("message", ({ origin, source, data }: MessageEvent<Look>) => {
    if (origin !== location.origin || source !== parent || data?.type !== "tertulia.preview") return;
    look = data;
    redraw();
  });
  parent.postMessage({ type: "tertulia.preview.ready" }, location.origin);
}

const tried = /^#try=([\w-]+)$/.exec(location.hash)?.[1];
if (tried) include(tried);
else if (parent !== window) preview();
