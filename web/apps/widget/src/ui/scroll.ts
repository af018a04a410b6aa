/** Where the thread stands: at its end it follows what comes; further up it stays put, also while
 * older messages are put above. */
import type { Chat } from "../chat";

const NEAR = 60;

const boxOf = (chat: Chat) => chat.boot.root.querySelector<HTMLElement>(".scroll");

export function toEnd(chat: Chat): void {
  const box = boxOf(chat);
  if (box) box.scrollTop = box.scrollHeight;
}

export function scrolled(chat: Chat): void {
  const box = boxOf(chat)!;
  const bottom = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
  if (box.scrollTop < NEAR * 2 && !bottom) void chat.loadOlder();
  if (!bottom) return;
  chat.seen();
  if (chat.state.away) chat.set({ away: false });
}

/** Remembers the place; what it returns is to be called after drawing. */
export function keepPlace(chat: Chat): () => void {
  const box = boxOf(chat);
  const height = box?.scrollHeight ?? 0;
  const top = box?.scrollTop ?? 0;
  const bottom = !box || height - top - box.clientHeight < NEAR;
  const lines = () => [...(boxOf(chat)?.querySelectorAll(".line") ?? [])];
  const [first, last] = [lines()[0], lines().at(-1)];
  return () => {
    const now = boxOf(chat);
    if (!now) return;
    if (now.scrollHeight <= now.clientHeight) void chat.loadOlder(); // nothing to scroll up with
    const mine = lines().at(-1) !== last && lines().at(-1)?.matches(".mine");
    if (bottom || mine) {
      toEnd(chat);
      chat.seen();
    } else if (lines()[0] !== first) now.scrollTop = top + now.scrollHeight - height;
    else if (lines().at(-1) !== last) chat.set({ away: true });
  };
}

/** Pictures that load and a keyboard that opens move the end away: follow it. */
export function followEnd(chat: Chat): () => void {
  const box = boxOf(chat);
  if (!box) return () => {};
  let height = box.scrollHeight;
  let room = box.clientHeight;
  const watcher = new ResizeObserver(() => {
    if (height - box.scrollTop - room < NEAR) toEnd(chat);
    height = box.scrollHeight;
    room = box.clientHeight;
  });
  watcher.observe(box);
  watcher.observe(box.firstElementChild!);
  return () => watcher.disconnect();
}
