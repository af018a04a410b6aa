// A list that is open over the field while the caret stays in it: keys, and what readers hear.
import { useEffect, useState, type RefObject } from "react";
import { composing } from "../../ui/composing";

export type FieldRef = RefObject<HTMLTextAreaElement | null>;

const MOVES = ["input", "keyup", "click", "focusin", "focusout"] as const;

/**
 * Where the caret is; -1 while the field has no focus.
 *
 * It listens at the document, never at the field: between two listeners of one event the browser runs
 * microtasks, and there React draws what is waiting. A state set by a listener of the field's own would
 * draw the field with its old words before React's listener, at its root, has read the new ones: they
 * would be gone.
 */
export function useCaret(field: FieldRef, text: string): number {
  const [caret, setCaret] = useState(-1);
  useEffect(() => {
    const note = () => {
      const input = field.current;
      setCaret(input && document.activeElement === input ? input.selectionStart : -1);
    };
    note();
    MOVES.forEach((name) => document.addEventListener(name, note));
    return () => MOVES.forEach((name) => document.removeEventListener(name, note));
  }, [field, text]);
  return caret;
}

/** The list's keys come before the field's own: Enter chooses, and does not send. */
export function useMenuKeys(field: FieldRef, open: boolean, press: (key: string) => void): void {
  useEffect(() => {
    const input = field.current;
    if (!input || !open) return;
    const listen = (event: KeyboardEvent) => {
      if (!/^(ArrowDown|ArrowUp|Enter|Tab|Escape)$/.test(event.key) || composing(event)) return;
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      event.stopPropagation();
      press(event.key);
    };
    input.addEventListener("keydown", listen, { capture: true });
    return () => input.removeEventListener("keydown", listen, { capture: true });
  });
}

/** For who does not see the list: the field says what is chosen in it. */
export function useMenuAria(field: FieldRef, open: boolean, list: string, active: string): void {
  useEffect(() => {
    const input = field.current;
    if (!input || !open) return;
    input.setAttribute("aria-controls", list);
    input.setAttribute("aria-activedescendant", active);
    return () => {
      input.removeAttribute("aria-controls");
      input.removeAttribute("aria-activedescendant");
    };
  }, [field, open, list, active]);
}
