import { Button, NativeSelect, NumberInput, Switch, Textarea, TextInput } from "@mantine/core";
import { IconChevronLeft } from "@tabler/icons-react";
import type { SurveyView } from "@tertulia/protocol";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import * as api from "../../api/surveys";
import { Confirm } from "../../ui/Confirm";
import { toast } from "../../ui/toasts";
import { problemsOf } from "../settings/problems";
import settings from "../settings/Settings.module.css";
import { changeOf, draftOf, emptyDraft, type Draft } from "./draft";
import { Questions } from "./Questions";
import { RuleFields } from "./RuleFields";
import css from "./Surveys.module.css";
import { refetchSurveys } from "./useSurveys";

const LIST = "/settings/surveys";

export interface Part {
  draft: Draft;
  change(changed: Partial<Draft>): void;
  problems: Record<string, string>;
}

export function SurveyForm({ stored }: { stored?: SurveyView }) {
  const { t } = useTranslation();
  const { draft, change, problems, busy, save } = useForm(stored);
  const part = { draft, change, problems };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save();
  };
  return (
    <>
      <Link href={LIST} className={settings.back}>
        <IconChevronLeft size={16} /> {t("surveys.back")}
      </Link>
      <h1>{stored ? t("surveys.edit") : t("surveys.new")}</h1>
      <form className={settings.form} onSubmit={submit} noValidate>
        {problems[""] && (
          <p className={settings.error} role="alert">
            {problems[""]}
          </p>
        )}
        <TextInput
          label={t("surveys.name")}
          description={t("surveys.nameHint")}
          value={draft.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
          error={problems.name}
          maxLength={80}
          required
        />
        <Questions {...part} />
        <Words {...part} />
        <RuleFields {...part} />
        <div className={settings.buttons}>
          <Button type="submit" loading={busy}>
            {t("surveys.save")}
          </Button>
          {stored && <Remove survey={stored} />}
        </div>
      </form>
    </>
  );
}

function useForm(stored: SurveyView | undefined) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const [draft, setDraft] = useState<Draft>(() => (stored ? draftOf(stored) : emptyDraft()));
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      const body = changeOf(draft);
      await (stored ? api.changeSurvey(stored.id, body) : api.addSurvey(body));
      await refetchSurveys();
      toast({ tone: "good", text: t("surveys.saved") });
      go(LIST);
    } catch (error) {
      setProblems(problemsOf(error));
      setBusy(false);
    }
  };
  const change = (changed: Partial<Draft>) => setDraft((held) => ({ ...held, ...changed }));
  return { draft, change, problems, busy, save };
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
