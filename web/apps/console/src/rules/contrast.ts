// How well colours can be told apart: WCAG 2.2, relative luminance. Pure.

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const share = parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

/** 1 = the same, 21 = black on white. Colours like #3b5bdb. */
export function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light! + 0.05) / (dark! + 0.05);
}

const LEAST = 3; // of what is no text: WCAG 1.4.11

export type Ground = "white" | "dark";

/** On which pages a button of this colour is hard to see. */
export function lostOn(colour: string): Ground[] {
  if (!/^#[0-9a-f]{6}$/i.test(colour)) return [];
  const lost: Ground[] = [];
  if (contrast(colour, "#ffffff") < LEAST) lost.push("white");
  if (contrast(colour, "#16181d") < LEAST) lost.push("dark");
  return lost;
}
