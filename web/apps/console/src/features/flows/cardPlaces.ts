// Where the cards stand as they are drawn, and what the mouse is over: what the lines go by.
import { create } from "zustand";
import type { Rect } from "./routing";

interface Places {
  rects: readonly Rect[];
  over: { node: string; line: string };
}

const NOWHERE = { node: "", line: "" };

export const usePlaces = create<Places>(() => ({ rects: [], over: NOWHERE }));

export const placeCards = (rects: readonly Rect[]): void => usePlaces.setState({ rects });
export const overCard = (node: string): void => usePlaces.setState({ over: { ...NOWHERE, node } });
export const overLine = (line: string): void => usePlaces.setState({ over: { ...NOWHERE, line } });
