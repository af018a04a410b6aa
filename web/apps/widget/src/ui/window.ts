/** How the open window behaves: keys, focus, dropped files, the room that a phone's keyboard leaves. */
import type { Chat } from "../chat";

const CAN_FOCUS = "button:not([tabindex]),a[href],input:not([hidden]),select,textarea,[tabindex='0'],audio,video";

/** Esc closes; Tab stays inside, as in any dialog. */
export const windowKeys = (chat: Chat) => (event: KeyboardEvent) => {
  event.stopPropagation(); // the site's own shortcuts are not meant
  if (event.key === "Escape") {
    if (chat.state.emoji || chat.state.menu) chat.set({ emoji: false, menu: false });
    else chat.close();
  }
  if (event.key !== "Tab") return;
  const all = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>(CAN_FOCUS)];
  const [edge, other] = event.shiftKey ? [all[0], all.at(-1)] : [all.at(-1), all[0]];
  if (chat.boot.root.activeElement !== edge) return;
  event.preventDefault();
  other?.focus();
};

export function takeDrop(chat: Chat) {
  const drag = (event: DragEvent) => {
    const data = event.dataTransfer;
    if (!data?.types.includes("Files")) return;
    event.preventDefault();
    if (event.type === "drop") chat.addFiles(data.files);
    const dragging = event.type === "dragover";
    if (dragging !== chat.state.dragging) chat.set({ dragging });
  };
  return { onDragOver: drag, onDragLeave: drag, onDrop: drag };
}

/** Gives the focus to the window when it opens, and to the launcher when it closes. */
export function moveFocus(chat: Chat): void {
  const { root } = chat.boot;
  root.querySelector<HTMLElement>(chat.state.open ? ".form :is(input,select,textarea),textarea" : ".launcher")?.focus({ preventScroll: true });
}

/** On phones the keyboard takes a part of the screen that no CSS unit tells everywhere. */
export function fitToScreen(host: HTMLElement): () => void {
  const fit = () => host.style.setProperty("--t-height", `${visualViewport?.height ?? innerHeight}px`);
  visualViewport?.addEventListener("resize", fit);
  fit();
  return () => visualViewport?.removeEventListener("resize", fit);
}
