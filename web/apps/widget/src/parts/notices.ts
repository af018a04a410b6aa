/** Sound and title, for those who look elsewhere. */
import type { Chat } from "../chat";
import { define, fill, unreadOf } from "../lazy/kit";

/** A soft note, made here: no file to fetch, nothing for a CSP to refuse. Browsers allow it only
 * to pages that the visitor has touched. */
function chime(chat: Chat): void {
  if (!chat.state.config?.sound || navigator.userActivation?.hasBeenActive === false) return;
  try {
    const audio = new AudioContext();
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.setValueAtTime(660, 0);
    tone.frequency.setValueAtTime(880, 0.12);
    volume.gain.setValueAtTime(0.08, 0.12);
    volume.gain.exponentialRampToValueAtTime(0.001, 0.4);
    tone.connect(volume).connect(audio.destination);
    tone.start();
    tone.stop(0.4);
    tone.onended = () => audio.close();
  } catch {
    // No sound here.
  }
}

/** Alternates the page's title while a hidden page has unread messages. */
function createBlink(chat: Chat) {
  let timer = 0;
  let own = "";
  let page = "";
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    if (own && document.title === own) document.title = page;
    own = "";
  };
  const turn = () => {
    if (document.title !== own) page = document.title; // the site may change it meanwhile
    const unread = unreadOf(chat.state).length;
    if (!document.hidden || !unread) return stop();
    own = own && document.title === own ? "" : fill(chat.t.unread, unread);
    document.title = own || page;
  };
  return {
    stop,
    start: () => {
      timer ||= window.setInterval(turn, 1200);
    },
  };
}

export const notices = define("notices", (chat) => {
  const blink = createBlink(chat);
  const tell = () => {
    if (document.hidden) blink.start();
    if (document.hidden || !chat.state.open) chime(chat);
  };
  const shown = () => {
    if (document.hidden) return;
    blink.stop();
    chat.seen();
  };
  chat.events.on("received", tell);
  document.addEventListener("visibilitychange", shown);
  // What came while this was fetched; not what was unread since the page was opened.
  if (chat.heardSome) tell();
  return {
    stop: () => {
      chat.events.off("received", tell);
      document.removeEventListener("visibilitychange", shown);
      blink.stop();
    },
  };
});
