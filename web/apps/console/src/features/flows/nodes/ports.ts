import { rowsOf, textOf } from "../fields/lists";
import type { Data } from "../types";
import type { Port } from "./kind";

export const OUT: Port = { id: "out" };
export const ERROR: Port = { id: "error", tone: "bad" };
export const INVALID: Port = { id: "invalid", tone: "bad" };
export const NO_ANSWER: Port = { id: "no_answer", tone: "bad" };

/** One way for each row, by its own words. */
export const ways = (data: Data, name: string): Port[] =>
  rowsOf(data, name)
    .filter((row) => textOf(row, "id") && !textOf(row, "url"))
    .map((row) => ({ id: textOf(row, "id"), label: textOf(row, "title") || textOf(row, "id") }));
