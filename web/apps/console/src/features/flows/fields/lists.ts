// Rows of a form: immutable changes. Pure.
import type { Data } from "../types";

export const rowsOf = (data: Data, name: string): Data[] => (Array.isArray(data[name]) ? (data[name] as Data[]) : []);
export const stringsOf = (data: Data, name: string): string[] => (Array.isArray(data[name]) ? (data[name] as string[]) : []);
export const textOf = (data: Data, name: string): string => (typeof data[name] === "string" ? (data[name] as string) : "");

export const changed = <T extends Data>(rows: readonly T[], at: number, change: Data): T[] =>
  rows.map((row, i) => (i === at ? { ...row, ...change } : row));
export const without = <T>(rows: readonly T[], at: number): T[] => rows.filter((_, i) => i !== at);

/** step: -1 up, 1 down. */
export function moved<T>(rows: readonly T[], at: number, step: number): T[] {
  const to = at + step;
  if (to < 0 || to >= rows.length) return [...rows];
  const next = [...rows];
  [next[at], next[to]] = [next[to]!, next[at]!];
  return next;
}

/** "price, cost ," -> ["price", "cost"] */
export const listed = (text: string): string[] => text.split(/[,\n]/).map((part) => part.trim()).filter(Boolean);
