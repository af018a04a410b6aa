/** What the page and the browser do around the chat. */
import type { Chat } from "./chat";
import { list } from "./outbox/outbox";
import { storedName } from "./storage/keys";
import { watchPages } from "./visits/pages";

const TITLE_MS = 400; // single-page sites set the title after the address
const GREETING_MS = 2500;
const PHONE = "(max-width: 480px), (max-height: 480px)";

function listen(target: EventTarget, names: string, task: (event: Event) => void): () => void {
  names.split(" ").forEach((name) => target.addEventListener(name, task));
  return () => names.split(" ").forEach((name) => target.removeEventListener(name, task));
}

/** Greets once where there is nothing yet. */
function greet(chat: Chat): void {
  const { keeper } = chat;
  chat.after("greeting", GREETING_MS, () => {
    const { conversation, open } = chat.state;
    if (!conversation && !open && !keeper.get("greeted")) chat.set({ greeting: true });
  });
}

export function watchSite(chat: Chat): () => void {
  const back = () => {
    if (document.hidden) return;
    chat.live.kick();
    chat.sender.flush().catch(() => {});
  };
  const undo = [
    watchPages(() => chat.after("page", TITLE_MS, () => chat.reportPage())),
    listen(window, "online", back),
    listen(document, "visibilitychange", back),
    listen(window, "offline", () => chat.set({ link: "offline" })),
    listen(window, "storage", (event) => {
      const { key, newValue } = event as StorageEvent;
      const ours = storedName(chat.boot.channel, "outbox");
      if (key === storedName(chat.boot.channel, "read")) chat.seenElsewhere();
      if (key === storedName(chat.boot.channel, "token") && !newValue) void chat.forget();
      if (!key?.startsWith(ours)) return;
      // Another tab wrote or sent something.
      const before = chat.state.outbox.length;
      chat.set({ outbox: list(chat.keeper) });
      if (chat.state.outbox.length < before) chat.catchUp().then(() => chat.connect(), () => {});
    }),
  ];
  chat.events.on("ready", () => greet(chat));
  // As the visitor had it on the page before.
  if (chat.keeper.get("open") && !matchMedia(PHONE).matches) chat.open();
  return () => undo.forEach((stop) => stop());
}
