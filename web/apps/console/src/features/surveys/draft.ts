// A survey as the form holds it. Pure.
import type { SurveyDraft, SurveyQuestion, SurveyRule, SurveyView } from "@tertulia/protocol";

export type Kind = SurveyQuestion["kind"];
export const KINDS: Kind[] = ["csat", "nps", "ces", "scale", "choice", "text"];
export const USUAL: ReadonlySet<Kind> = new Set<Kind>(["csat", "nps", "ces"]);
export const MOST_QUESTIONS = 10;
export const MOST_OPTIONS = 10;

export interface Draft extends SurveyDraft {
  questions: SurveyQuestion[];
  rule: SurveyRule & { automatic: boolean };
}

export const question = (kind: Kind): SurveyQuestion => ({
  id: "",
  kind,
  text: "",
  options: kind === "choice" ? ["", ""] : [],
  low: 1,
  high: kind === "scale" ? 10 : 5,
  low_label: "",
  high_label: "",
});

const RULE = {
  automatic: true,
  channel_ids: [],
  queue_ids: [],
  tag_ids: [],
  agent_ids: [],
  again_days: 30,
  sample: 100,
  delay_minutes: 0,
};

export const emptyDraft = (): Draft => ({
  name: "",
  enabled: true,
  questions: [question("csat")],
  intro: "",
  thanks: "",
  comment: true,
  page: false,
  expires_days: 3,
  rule: { ...RULE },
  version: 0,
});

export const draftOf = (view: SurveyView): Draft => ({
  name: view.name,
  enabled: view.enabled ?? true,
  questions: view.questions.map((one) => ({ ...one, options: [...(one.options ?? [])] })),
  intro: view.intro ?? "",
  thanks: view.thanks ?? "",
  comment: view.comment ?? true,
  page: view.page ?? false,
  expires_days: view.expires_days ?? 3,
  rule: { ...RULE, automatic: false, ...view.rule },
  version: view.version,
});

export const changeOf = (draft: Draft): SurveyDraft => ({
  ...draft,
  name: draft.name.trim(),
  questions: draft.questions.map((one) => ({
    ...one,
    options: one.kind === "choice" ? (one.options ?? []).filter((option) => option.trim()) : [],
    low: one.kind === "scale" ? one.low : 1,
    high: one.kind === "scale" ? one.high : 5,
  })),
});
