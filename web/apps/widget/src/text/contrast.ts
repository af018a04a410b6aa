/** Colours that can be read, whatever colour the site chose. Formulas: WCAG 2.2, relative
 * luminance and contrast ratio. All colours here are written #rrggbb. */

export const DEFAULT_COLOUR = "#3b5bdb";

/** #rgb or #rrggbb as #rrggbb; the default for anything else. */
export function usableColour(text = ""): string {
  const hex = text.replace(/^#(\w)(\w)(\w)$/, "#$1$1$2$2$3$3").toLowerCase();
  return /^#[0-9a-f]{6}$/.test(hex) ? hex : DEFAULT_COLOUR;
}

const parts = (colour: string) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

function luminance(colour: string): number {
  const [r, g, b] = parts(colour).map((part) => {
    const s = part / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

/** 1 to 21. */
export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one) + 0.05, luminance(other) + 0.05];
  return a > b ? a / b : b / a;
}

/** White if it reads well on the colour, else black: at least 4.5 either way. */
export const textOn = (colour: string): string =>
  contrast(colour, "#ffffff") >= 4.5 ? "#ffffff" : "#000000";

/** The colour, moved towards black or white until it has a contrast of 4.5 on the ground. */
export function readableOn(colour: string, ground: string): string {
  const target = textOn(ground) === "#ffffff" ? 255 : 0;
  let mixed = colour;
  for (let step = 1; contrast(mixed, ground) < 4.5; step++)
    mixed = `#${parts(colour)
      .map((part) => Math.round(part + ((target - part) * step) / 20))
      .map((part) => part.toString(16).padStart(2, "0"))
      .join("")}`;
  return mixed;
}
