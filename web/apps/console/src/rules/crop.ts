// Which square of a picture is kept. Pure.

export interface Crop {
  zoom: number; // 1 = the largest square that fits
  x: number; // 0..1: where the square lies in what is left of it
  y: number;
}

export interface Square {
  left: number;
  top: number;
  side: number;
}

export const MIDDLE: Crop = { zoom: 1, x: 0.5, y: 0.5 };

export function squareOf({ zoom, x, y }: Crop, width: number, height: number): Square {
  const side = Math.min(width, height) / zoom;
  return { left: (width - side) * x, top: (height - side) * y, side };
}

/** The crop after the picture was dragged by (dx, dy), in shares of the square's side. */
export function dragged(crop: Crop, dx: number, dy: number, width: number, height: number): Crop {
  const { side } = squareOf(crop, width, height);
  const move = (at: number, by: number, room: number) =>
    room <= 0 ? at : Math.min(1, Math.max(0, at - (by * side) / room));
  return { ...crop, x: move(crop.x, dx, width - side), y: move(crop.y, dy, height - side) };
}
