// Answers as a table for spreadsheets. Pure.
import type { SurveyAnswer, SurveyQuestion } from "@tertulia/protocol";
import { csv } from "../../rules/csv";

export interface Names {
  agent(id: string): string;
  queue(id: string): string;
  channel(id: string): string;
  tag(id: string): string;
}

export function table(
  heads: string[],
  questions: readonly SurveyQuestion[],
  answers: readonly SurveyAnswer[],
  names: Names,
): string {
  const rows = answers.map((one) => [
    one.asked_at,
    one.answered_at ?? "",
    one.contact_name ?? "",
    one.score ?? "",
    ...questions.map(({ id }) => one.answers?.find((given) => given.question_id === id)?.title ?? ""),
    one.comment ?? "",
    names.agent(one.agent_id ?? ""),
    names.queue(one.queue_id ?? ""),
    names.channel(one.channel_id ?? ""),
    (one.tag_ids ?? []).map(names.tag).join(", "),
    one.conversation_id,
  ]);
  return csv([heads, ...rows]);
}
