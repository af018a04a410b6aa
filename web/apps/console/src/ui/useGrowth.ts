import { useLayoutEffect, type RefObject } from "react";

/** A field grows with its words. tallest: pixels; from there on it scrolls. */
export function useGrowth(field: RefObject<HTMLTextAreaElement | null>, text: string, tallest: number): void {
  useLayoutEffect(() => {
    const box = field.current;
    if (!box) return;
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, tallest)}px`;
  }, [field, text, tallest]);
}
