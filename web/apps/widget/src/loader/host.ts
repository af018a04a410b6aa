/** The element on the page and its shadow root. Nothing of the page's style reaches inside: the
 * important rules of a shadow tree's :host win over the page's own important rules. */
import css from "./host.css?inline";

const SVG = "http://www.w3.org/2000/svg";
export const BUBBLE =
  "M12 3c5 0 9 3.4 9 7.7s-4 7.7-9 7.7c-1 0-2-.1-2.9-.4L4.5 20.5l1-4C4 15.1 3 13 3 10.7 3 6.4 7 3 12 3z";

export interface Drawn {
  host: HTMLElement;
  root: ShadowRoot;
  /** The element that the widget draws into; it holds the loader's launcher until then. */
  mount: HTMLElement;
  /** Adds a style sheet to the shadow root in a way that a strict CSP allows. */
  adopt(css: string): CSSStyleSheet;
}

export function drawHost(): Drawn {
  const host = document.createElement("tertulia-chat");
  const root = host.attachShadow({ mode: "open" });
  const mount = document.createElement("div");
  const adopt = (text: string) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    return sheet;
  };
  root.append(mount);
  adopt(css);
  // Beside <body>, not in it: sites that swap or transform their body leave the chat alone.
  document.documentElement.append(host);
  return { host, root, mount, adopt };
}

/** The round button, before the widget's own code is there. */
export function drawLauncher({ host, mount }: Drawn, colour: string, side: string, click: () => void) {
  const button = document.createElement("button");
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  host.style.setProperty("--t-accent", colour); // CSSOM: no attribute that a CSP would refuse
  host.dataset.side = side;
  svg.setAttribute("viewBox", "0 0 24 24");
  path.setAttribute("d", BUBBLE);
  button.className = "launcher";
  button.ariaLabel = "Chat";
  button.onclick = click;
  svg.append(path);
  button.append(svg);
  mount.replaceChildren(button);
}
