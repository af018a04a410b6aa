import i18n from "i18next";
import type { SurveyView } from "@tertulia/protocol";
import * as api from "../api/surveys";
import { changeOf, draftOf } from "../features/surveys/draft";
import { refetchSurveys, setSurveys } from "../features/surveys/useSurveys";
import { putRows } from "../live/state";
import { update } from "../live/store";
import { sayWhy } from "../ui/sayWhy";
import { toast } from "../ui/toasts";
import { newClientId } from "./send";

/** Ask this contact now, and close the conversation if that is wished. */
export async function askSurvey(conversation: string, survey: { id: string; name: string }, resolve: boolean): Promise<void> {
  try {
    const body = { survey_id: survey.id, client_id: newClientId(), resolve };
    const after = await api.askSurvey(conversation, body);
    update((state) => putRows(state, [after], Date.now()));
    toast({ tone: "good", text: i18n.t("surveys.asked", { name: survey.name }) });
  } catch (error) {
    toast({ tone: "bad", text: sayWhy(error) });
  }
}

/** Shown at once; taken back, with the reason, if it was refused. */
export async function turnSurvey(survey: SurveyView, enabled: boolean): Promise<void> {
  put(survey.id, { enabled });
  try {
    await api.changeSurvey(survey.id, { ...changeOf(draftOf(survey)), enabled });
  } catch (error) {
    put(survey.id, { enabled: !enabled });
    toast({ tone: "bad", text: sayWhy(error) });
  }
  await refetchSurveys();
}

const put = (id: string, change: Partial<SurveyView>): void =>
  setSurveys((held) => ({ surveys: held.surveys.map((one) => (one.id === id ? { ...one, ...change } : one)) }));
