// One listener for the page; the last registered handler of a key wins.
import { useEffect, useRef } from "react";
import type { Key } from "./keys";

export type Shortcuts = Partial<Record<Key, (event: KeyboardEvent) => void>>;

/** "mod+k" means Ctrl or Cmd with k. Plain letters are silent while somebody types. */
export function useShortcuts(shortcuts: Shortcuts, active = true): void {
  const current = useRef(shortcuts);
  current.current = shortcuts;
  useEffect(() => {
    if (!active) return;
    const listen = (event: KeyboardEvent) => {
      const name = keyName(event);
      const run = current.current[name as Key];
      if (!run || event.defaultPrevented) return;
      if (!name.startsWith("mod+") && (isTyping(event.target) || isInLayer(event.target))) return;
      event.preventDefault();
      run(event);
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [active]);
}

export function keyName(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key === "@") return key; // on many keyboards it takes AltGr
  if (event.altKey) return "";
  return event.ctrlKey || event.metaKey ? `mod+${key}` : key;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  return /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

/** Menus and dialogs have keys of their own; an open modal has all of them, wherever the focus is. */
function isInLayer(target: EventTarget | null): boolean {
  if (document.querySelector('[aria-modal="true"]')) return true;
  return target instanceof Element && target.closest('[role="dialog"], [role="menu"]') !== null;
}
