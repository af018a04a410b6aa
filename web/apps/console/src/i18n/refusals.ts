// The server refuses in English, which every other client of the API reads too. Here its words become
// the reader's; what is not in the table is shown as it came. tests/unit/test_refusals.py holds the
// tables to what the server says.
const OTHERS: Record<string, () => Promise<{ refusals: Record<string, string> }>> = {
  es: () => import("./esRefusals"),
  "pt-BR": () => import("./ptBRRefusals"),
};

type Entry = [pattern: RegExp, words: string];

let table: readonly Entry[] = [];

/** Of the language that is spoken from now on. */
export async function speakRefusals(language: string): Promise<void> {
  table = entries((await OTHERS[language]?.())?.refusals ?? {});
}

export function entries(words: Readonly<Record<string, string>>): Entry[] {
  return Object.entries(words).map(([english, other]) => [pattern(english), other]);
}

const pattern = (english: string): RegExp =>
  new RegExp(`^${english.split("{}").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("(.+?)")}$`, "s");

/** "longer than 4000 characters" -> "más de 4000 caracteres". */
export function inOurWords(detail: string, among: readonly Entry[] = table): string {
  for (const [english, words] of among) {
    const found = english.exec(detail);
    if (!found) continue;
    let at = 0;
    return words.replace(/\{\}/g, () => found[++at] ?? "");
  }
  return detail;
}
