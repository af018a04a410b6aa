/** Tells the agents that the visitor is writing, with the draft, at most every three seconds. */

const EVERY_MS = 3000;
const DRAFT = 500;

export function createTyping(send: (on: boolean, text: string) => void, now: () => number = Date.now) {
  let last = 0;
  let on = false;
  let timer = 0;
  const tell = (text: string) => {
    clearTimeout(timer);
    const wait = last + EVERY_MS - now();
    if (wait > 0) {
      timer = window.setTimeout(tell, wait, text);
      return;
    }
    last = now();
    on = true;
    send(true, text.slice(0, DRAFT));
  };
  /** Sent, emptied or left: ends at once. */
  const stop = () => {
    clearTimeout(timer);
    if (on) send(false, "");
    on = false;
    last = 0;
  };
  return { stop, write: (text: string) => (text.trim() ? tell(text) : stop()) };
}
