/** Sound and title, for those who look elsewhere. */
import type { Chat } from "../chat";
import { unreadOf } from "../state/select";
import { fill } from "../text/format";

/** A soft note, made here: no file to fetch, nothing for a CSP to refuse. */
function chime(): void {
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

export function announce(chat: Chat): () => void {
  const blink = createBlink(chat);
  chat.events.on("received", () => {
    if (document.hidden) blink.start();
    if (document.hidden || !chat.state.open) chime();
  });
  const shown = () => {
    if (document.hidden) return;
    blink.stop();
    chat.seen();
  };
  document.addEventListener("visibilitychange", shown);
  return () => {
    document.removeEventListener("visibilitychange", shown);
    blink.stop();
  };
}
