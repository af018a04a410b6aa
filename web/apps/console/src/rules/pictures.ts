const UNKNOWN = { width: 260, height: 195 };
const SMALLEST = 120;

/** The place of a picture on the screen: its own shape, within `largest` pixels. */
export function pictureBox(width = 0, height = 0, largest = 320): { width: number; height: number } {
  if (!width || !height) return largest < UNKNOWN.width ? { width: largest, height: largest } : UNKNOWN;
  const scale = Math.min(1, largest / width, largest / height);
  return {
    width: Math.max(SMALLEST, Math.round(width * scale)),
    height: Math.max(SMALLEST / 2, Math.round(height * scale)),
  };
}
