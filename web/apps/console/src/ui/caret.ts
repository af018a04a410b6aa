import { flushSync } from "react-dom";

type Field = HTMLTextAreaElement | HTMLInputElement | null;

/** After a field's words were changed: put the caret where it belongs, and the focus there. At once:
 * whoever types on would else find his next letters behind the caret. A frame later once more, for
 * words that come with the next drawing, unless he has typed by then. */
export function place(field: Field, from: number, to = from): void {
  flushSync(() => undefined);
  if (!field) return;
  const put = () => {
    field.focus();
    field.setSelectionRange(from, to);
  };
  let typed = false;
  field.addEventListener("input", () => (typed = true), { once: true });
  put();
  requestAnimationFrame(() => {
    if (!typed) put();
  });
}
