/** Begins the widget: opens the session and fetches the widget's code at the same time, and draws the
 * launcher as soon as its colour is known. */
import type { WidgetConfig } from "@tertulia/protocol";
import type { Boot, Call, Global } from "../boot";
import { NAMES } from "../commands/names";
import { createBasis } from "../storage/keeper";
import { describeVisit } from "../visits/visit";
import { DEFAULT_COLOUR } from "../text/contrast";
import { drawHost, drawLauncher } from "./host";

declare const __WIDGET__: string;

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(file: string): string }): {
    createScriptURL(file: string): string;
  };
}

/** Classic scripts with the page's own nonce: they need neither CORS nor 'strict-dynamic', and
 * sites that enforce Trusted Types allow the policy by its name. */
export function fetcher({ src: base, nonce }: HTMLScriptElement): Boot["fetch"] {
  const types = (window as { trustedTypes?: TrustedTypes }).trustedTypes;
  const address = (file: string) => new URL(file, base).href;
  const policy = types?.createPolicy("tertulia", { createScriptURL: address });
  return (file) => {
    const script = document.createElement("script");
    script.nonce = nonce;
    script.charset = "utf-8"; // whatever the page's own is
    script.src = policy ? policy.createScriptURL(file) : address(file);
    document.head.append(script);
    return script;
  };
}

async function openSession({ api, channel, keeper, visit, options }: Boot) {
  const answer = await fetch(`${api}/widget/${channel}/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      token: keeper.get("token") ?? "",
      user: { id: options.user, signature: options.signature },
      visit: visit(),
    }),
  });
  if (!answer.ok) throw answer;
  return answer.json();
}

export function start(script: HTMLScriptElement, channel: string, calls: Call[], fetch = fetcher(script)) {
  const keeper = createBasis(channel);
  const options = script.dataset;
  const boot = {
    ...drawHost(),
    channel,
    keeper,
    api: new URL("/api", script.src).href,
    options,
    visit: () => describeVisit(keeper),
    fetch,
    calls,
  } as Boot;
  // The commands wait in a queue until the widget replaces them.
  const global = (window.tertulia = { _: boot, push: (call: Call) => calls.push(call) } as Global);
  for (const name of NAMES.split(" ")) global[name] = (...args: unknown[]) => void global.push([name, ...args]);
  const show = (look: WidgetConfig | null) => {
    // Not once the widget has drawn its own.
    if (look && !boot.mount.firstChild)
      drawLauncher(boot, options.colour ?? look.colour ?? DEFAULT_COLOUR, look.position!, () => global.push(["open"]));
  };
  show(keeper.get("look"));
  boot.session = openSession(boot);
  boot.session.then(({ config }) => show(config), () => {});
  boot.fetch(__WIDGET__);
}
