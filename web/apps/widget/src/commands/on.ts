import type { Chat } from "../chat";
import type { Listener } from "../events";

/** on("received", (message) => ...): see docs/widget.md for the events. "ready" is told at once to
 * those who ask late. */
export function on(chat: Chat, event: string, listener: Listener): void {
  chat.events.on(event, listener);
  if (event === "ready" && chat.state.contact) setTimeout(listener);
}
