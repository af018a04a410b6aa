// What stands in a sample, line by line, each with its JSON pointer (RFC 6901). Pure.

export interface Line {
  path: string;
  name: string;
  level: number;
  value: string; // '' with `leaf` false: it holds others
  leaf: boolean;
}

const MOST = 300; // lines

const escaped = (part: string): string => part.replaceAll("~", "~0").replaceAll("/", "~1");

export function linesOf(body: unknown): Line[] {
  const lines: Line[] = [];
  const walk = (value: unknown, path: string, name: string, level: number) => {
    if (lines.length >= MOST) return;
    if (value !== null && typeof value === "object") {
      if (path) lines.push({ path, name, level, value: "", leaf: false });
      const inner = Array.isArray(value) ? value.map((one, at) => [String(at), one] as const) : Object.entries(value);
      for (const [key, one] of inner) walk(one, `${path}/${escaped(key)}`, key, path ? level + 1 : level);
      return;
    }
    lines.push({ path, name, level, value: value === null ? "" : String(value), leaf: true });
  };
  walk(body, "", "", 0);
  return lines;
}

/** How a path is shown to people: "who › mail". */
export const wordsOf = (path: string): string =>
  path
    .slice(1)
    .split("/")
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .join(" › ");

const GUESSES: [RegExp, "email" | "phone" | "name" | "message"][] = [
  [/e?-?mail/i, "email"],
  [/phone|tel(?!l)|mobile|celular|fone|whatsapp/i, "phone"],
  [/name|nome|nombre/i, "name"],
  [/message|mensa|comment|coment|text/i, "message"],
];

/** What a value probably is, by its name. */
export function guess(name: string): "email" | "phone" | "name" | "message" | "data" {
  return GUESSES.find(([shape]) => shape.test(name))?.[1] ?? "data";
}
