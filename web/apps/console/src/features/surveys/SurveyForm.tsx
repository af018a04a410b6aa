import { Button, NativeSelect, NumberInput, Switch, Textarea } from "@mantine/core";
import type { SurveyView } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import * as api from "../../api/surveys";
import { Confirm } from "../../ui/Confirm";
import { toast } from "../../ui/toasts";
import { EntryForm, useEntry, type Part as FormPart } from "../settings/EntryForm";
import { changeOf, draftOf, emptyDraft, type Draft } from "./draft";
import { Questions } from "./Questions";
import { RuleFields } from "./RuleFields";
import css from "./Surveys.module.css";
import { refetchSurveys } from "./useSurveys";

const LIST = "/settings/surveys";

export type Part = FormPart<Draft>;

export function SurveyForm({ stored }: { stored?: SurveyView }) {
  const { t } = useTranslation();
  const start = () => (stored ? draftOf(stored) : emptyDraft());
  const entry = useEntry<Draft>(start, LIST, t("surveys.saved"), async (draft) => {
    const body = changeOf(draft);
    await (stored ? api.changeSurvey(stored.id, body) : api.addSurvey(body));
    await refetchSurveys();
  });
  return (
    <EntryForm of="surveys" list={LIST} fresh={!stored} entry={entry} remove={stored && <Remove survey={stored} />}>
      <Questions {...entry} />
      <Words {...entry} />
      <RuleFields {...entry} />
    </EntryForm>
  );
}

function Words({ draft, change, problems }: Part) {
  const { t } = useTranslation();
  return (
    <fieldset className={css.group}>
      <legend>{t("surveys.manner")}</legend>
      <Switch
        label={t("surveys.comment")}
        description={t("surveys.commentHint")}
        checked={draft.comment ?? true}
        onChange={(event) => change({ comment: event.currentTarget.checked })}
      />
      <div className={css.pair}>
        <NativeSelect
          label={t("surveys.way")}
          description={t(draft.page ? "surveys.pageHint" : "surveys.chatHint")}
          value={draft.page ? "page" : "chat"}
          onChange={(event) => change({ page: event.currentTarget.value === "page" })}
          data={(["chat", "page"] as const).map((value) => ({ value, label: t(`surveys.ways.${value}`) }))}
        />
        <NumberInput
          label={t("surveys.expires")}
          description={t("surveys.expiresHint")}
          value={draft.expires_days}
          onChange={(value) => change({ expires_days: Number(value) || 1 })}
          error={problems.expires_days}
          min={1}
          max={30}
          allowDecimal={false}
        />
      </div>
      <Textarea
        label={t("surveys.intro")}
        description={t("surveys.optional")}
        value={draft.intro}
        onChange={(event) => change({ intro: event.currentTarget.value })}
        error={problems.intro}
        rows={2}
        maxLength={500}
      />
      <Textarea
        label={t("surveys.thanks")}
        description={t("surveys.usual")}
        value={draft.thanks}
        onChange={(event) => change({ thanks: event.currentTarget.value })}
        error={problems.thanks}
        rows={2}
        maxLength={500}
      />
    </fieldset>
  );
}

function Remove({ survey }: { survey: SurveyView }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const [asking, setAsking] = useState(false);
  const remove = async () => {
    await api.removeSurvey(survey.id);
    toast({ tone: "good", text: t("surveys.removed") });
    go(LIST);
    await refetchSurveys();
  };
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t("surveys.remove")}
      </Button>
      {asking && (
        <Confirm
          title={t("surveys.removeAsk", { name: survey.name })}
          text={t("surveys.removeText")}
          yes={t("surveys.remove")}
          danger
          run={remove}
          close={() => setAsking(false)}
        />
      )}
    </>
  );
}
