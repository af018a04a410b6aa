// A report as a table for spreadsheets: times in seconds, shares as fractions. Pure.
import type { ReportView } from "@tertulia/protocol";
import { csv } from "../../rules/csv";
import type { Measure } from "./measures";

const value = (found: number | undefined): string | number => (found === undefined ? "" : Math.round(found * 1000) / 1000);

type Word = (one: Measure) => string;

export function byDay(data: ReportView, measures: readonly Measure[], working: boolean, day: string, word: Word): string {
  const rows = data.points.map((point) => [point.day, ...measures.map((one) => value(one.read(point.numbers, working)))]);
  return csv([[day, ...measures.map(word)], ...rows]);
}

export function byRow(data: ReportView, measures: readonly Measure[], working: boolean, head: string, word: Word, name: (id: string) => string): string {
  const rows = data.rows.map((row) => [name(row.id), row.id, ...measures.map((one) => value(one.read(row.numbers, working)))]);
  return csv([[head, "id", ...measures.map(word)], ...rows]);
}
