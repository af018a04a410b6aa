// What was written in a form that closed before it was sent: there again when the form is, as long as
// the page lives. A click beside a dialog takes nobody's words.
import { useState } from "react";

const kept = new Map<string, string>();

/** of: which form, of whom. Empty words are forgotten; so clear them once they are sent. */
export function useKeptText(of: string): [string, (text: string) => void] {
  const [text, setText] = useState(kept.get(of) ?? "");
  const change = (next: string) => {
    if (next) kept.set(of, next);
    else kept.delete(of);
    setText(next);
  };
  return [text, change];
}

/** Another person may sign in on this screen. */
export const forgetTexts = (): void => kept.clear();
