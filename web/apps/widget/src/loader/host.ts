/** The element on the page and its shadow root. Nothing of the page's style reaches inside: the
 * important rules of a shadow tree's :host win over the page's own important rules. */
import css from "./host.css?inline";

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
  host.style.setProperty("--t-accent", colour); // CSSOM: no attribute that a CSP would refuse
  host.dataset.side = side;
  button.className = "launcher";
  button.ariaLabel = "Chat";
  button.onclick = click;
  mount.replaceChildren(button);
}
