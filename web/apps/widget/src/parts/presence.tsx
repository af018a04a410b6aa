/** Tells now and then that the page is looked at, so that agents see who is here; a silent visitor
 * has no socket, and the answer says whether somebody wrote to him. Fetched when the first of it is
 * due. And: when the window was closed, and how long it was open. */
import type { Beat } from "@tertulia/protocol";
import { define } from "../lazy/kit";

const HIDDEN = 5; // seconds until it is looked again whether somebody looks
const FAILED = 60;

export const presence = define("presence", (chat) => {
  let openedAt = chat.state.open ? Date.now() : 0;
  const opened = () => (openedAt = Date.now());
  const closed = () => {
    const chat_seconds = Math.min(Math.round((Date.now() - openedAt) / 1000), 86_400);
    if (openedAt && chat.state.contact) chat.client.visit({ closed: true, chat_seconds }).catch(() => {});
    openedAt = 0;
  };
  chat.events.on("open", opened);
  chat.events.on("close", closed);
  return {
    /** The next beat is due. */
    open() {
      if (document.hidden) return chat.pace({ next: HIDDEN });
      const live = chat.state.link === "live" || chat.state.link === "polling";
      chat.client.call<Beat>("POST", "beat", { live }).then(
        (answer) => (answer.report ? chat.reportPage() : chat.pace(answer)),
        () => chat.pace({ next: FAILED }),
      );
    },
    stop() {
      chat.events.off("open", opened);
      chat.events.off("close", closed);
    },
  };
});
