// What a form can tell at once; the codes are the server's. Pure.
import { rowsOf, textOf } from "../fields/lists";
import type { Data } from "../types";
import type { Fault } from "./kind";

export const missing = (field: string): Fault => ({ field, code: "missing" });
export const invalid = (field: string): Fault => ({ field, code: "invalid" });

export const needs = (data: Data, ...fields: string[]): Fault[] =>
  fields.filter((field) => textOf(data, field).trim() === "").map(missing);

export function choiceFaults(data: Data): Fault[] {
  const rows = rowsOf(data, "choices");
  const faults = rows.flatMap((row, i) => [
    ...needs(row, "title").map(({ field }) => missing(`choices.${i}.${field}`)),
    ...(textOf(row, "url") && !textOf(row, "url").startsWith("https://") ? [invalid(`choices.${i}.url`)] : []),
  ]);
  return rows.some((row) => !textOf(row, "url")) ? faults : [missing("choices"), ...faults];
}
