// A report as a table for spreadsheets: times in seconds, shares as fractions. Pure.
import type { ReportView } from "@tertulia/protocol";
import type { Measure } from "./measures";

/** What a spreadsheet would take for a formula is written as text. */
const cell = (value: string): string => {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

const value = (found: number | undefined): string => (found === undefined ? "" : String(Math.round(found * 1000) / 1000));

export function lines(rows: string[][]): string {
  return rows.map((row) => row.map(cell).join(",")).join("\r\n");
}

type Word = (one: Measure) => string;

export function byDay(data: ReportView, measures: readonly Measure[], working: boolean, day: string, word: Word): string {
  const rows = data.points.map((point) => [point.day, ...measures.map((one) => value(one.read(point.numbers, working)))]);
  return lines([[day, ...measures.map(word)], ...rows]);
}

export function byRow(data: ReportView, measures: readonly Measure[], working: boolean, head: string, word: Word, name: (id: string) => string): string {
  const rows = data.rows.map((row) => [name(row.id), row.id, ...measures.map((one) => value(one.read(row.numbers, working)))]);
  return lines([[head, "id", ...measures.map(word)], ...rows]);
}

export function download(name: string, text: string): void {
  const link = document.createElement("a");
  const address = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" }));
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
