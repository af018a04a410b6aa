/** The one line on the site: <script async src="…/w/loader.js" data-channel="…"></script>. */
import { start } from "./start";

const script = document.currentScript as HTMLScriptElement | null;
const channel = script?.dataset.channel;
const early = window.tertulia;
// Included twice: the first one stands.
if (channel && !(early && "_" in early)) start(script!, channel, Array.isArray(early) ? early : []);
