// How a survey's score is told. Pure.
import type { SurveyQuestion, SurveyResults } from "@tertulia/protocol";

export type ScoreKind = "csat" | "nps" | "ces" | "scale" | "none";

export const mainOf = (data: SurveyResults): SurveyQuestion | undefined =>
  data.survey.questions.find(({ id }) => id === data.main);

export function kindOf(data: SurveyResults): ScoreKind {
  const main = mainOf(data);
  return main ? (main.kind as ScoreKind) : "none";
}

export function scoreText(kind: ScoreKind, value: number | null | undefined, language: string): string {
  if (value === null || value === undefined) return "–";
  if (kind === "csat") return new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 }).format(value / 100);
  const digits = kind === "nps" ? 0 : 1;
  const signs = kind === "nps" ? "exceptZero" : "auto";
  return new Intl.NumberFormat(language, { maximumFractionDigits: digits, signDisplay: signs }).format(value);
}

/** good, middling, bad: which third of the scale a value is in. */
export function tone(question: SurveyQuestion, value: string): "good" | "fair" | "bad" | "plain" {
  const number = Number(value);
  if (question.kind === "csat") return number >= 4 ? "good" : number === 3 ? "fair" : "bad";
  if (question.kind === "nps") return number >= 9 ? "good" : number >= 7 ? "fair" : "bad";
  if (question.kind === "ces") return number >= 5 ? "good" : number === 4 ? "fair" : "bad";
  return "plain";
}
