// What is typed between the key that asks for a field (the palette's, an answer's) and the moment when
// that field has the focus: its words, not anybody's shortcut.
const LONGEST = 5_000; // milliseconds; a field that never comes gives the keys back

let words = "";
let owner = "";
let stop: (() => void) | null = null;
let told: (words: string) => void = () => undefined;

/** field: whose words they will be. longest: Infinity if whoever asks ends it himself. */
export function catchEarly(field: string, longest = LONGEST): void {
  stop?.();
  words = "";
  owner = field;
  const hear = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Backspace") words = words.slice(0, -1);
    else if (event.key.length === 1) words += event.key;
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
    told(words);
  };
  document.addEventListener("keydown", hear, true);
  const late = longest < Infinity ? setTimeout(() => stop?.(), longest) : undefined;
  stop = () => {
    document.removeEventListener("keydown", hear, true);
    clearTimeout(late);
    stop = null;
  };
}

/** What was typed so far. */
export const earlyWords = (): string => words;

export const earlyField = (): string => (stop ? owner : "");

/** Whom to tell of more; undone by what it answers. */
export function onEarly(tell: (words: string) => void): () => void {
  told = tell;
  tell(words);
  return () => (told = () => undefined);
}

/** The field has the focus: from now on it hears by itself. */
export function endEarly(): void {
  stop?.();
  words = "";
}
