import { expect, test } from "vitest";
import type { VNode } from "../src/ui/draw";
import { marks } from "../src/parts/marks";

type Shown = string | VNode | Shown[];

const text = (shown: Shown): string => {
  if (typeof shown === "string") return shown;
  if (Array.isArray(shown)) return shown.map(text).join("");
  const inner = shown.tag ? shown.children.map(text).join("") : shown.text;
  return shown.tag ? `<${shown.tag}>${inner}</${shown.tag}>` : inner;
};
const spell = (words: string) => text(marks({} as never).spell!(words) as Shown);

test.each([
  ["It is *sold out*, _sorry_", "It is <strong>sold out</strong>, <em>sorry</em>"],
  ["~old~ `code` ```mono```", "<s>old</s> <code>code</code> <code>mono</code>"],
  ["*a _b_ c*", "<strong>a <em>b</em> c</strong>"],
  ["2*3*4 and snake_case_names", "2*3*4 and snake_case_names"],
  ["<b>*x*</b>", "<b><strong>x</strong></b>"],
  ["see https://example.com/a_b_c", "see <a>https://example.com/a_b_c</a>"],
  ["*https://example.com*", "<strong><a>https://example.com</a></strong>"],
])("%s", (words, shown) => expect(spell(words)).toBe(shown));
