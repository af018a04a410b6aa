// Surveys: their list, what came of them, and asking one contact (docs/api.md).
import type {
  ConversationView,
  SurveyAnswerPage,
  SurveyAsk,
  SurveyDraft,
  SurveyList,
  SurveyResults,
  SurveyView,
} from "@tertulia/protocol";
import { client } from "./session";

const { request } = client;
const part = encodeURIComponent;

export type SurveyBy = "agent" | "queue" | "channel" | "tag";

export interface Period {
  first: string;
  last: string;
}

export const surveys = () => request<SurveyList>("GET", "/surveys");

export const addSurvey = (body: SurveyDraft) => request<SurveyView>("POST", "/surveys", body);

export const changeSurvey = (id: string, body: SurveyDraft) => request<SurveyView>("PUT", `/surveys/${part(id)}`, body);

export const removeSurvey = (id: string) => request<void>("DELETE", `/surveys/${part(id)}`);

export const askSurvey = (conversation: string, body: SurveyAsk) =>
  request<ConversationView>("POST", `/conversations/${part(conversation)}/survey`, body);

export function surveyResults(id: string, { first, last }: Period, by: SurveyBy) {
  const query = new URLSearchParams({ first, last, by });
  return request<SurveyResults>("GET", `/surveys/${part(id)}/results?${query}`);
}

export function surveyAnswers(id: string, { first, last }: Period, cursor = "", limit = 50) {
  const query = new URLSearchParams({ first, last, cursor, limit: String(limit) });
  return request<SurveyAnswerPage>("GET", `/surveys/${part(id)}/answers?${query}`);
}
