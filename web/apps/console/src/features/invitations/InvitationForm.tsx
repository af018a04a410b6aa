import { Button, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { IconChevronLeft, IconPlus } from "@tabler/icons-react";
import type { InvitationView } from "@tertulia/protocol";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import * as api from "../../api/visits";
import { useWorkspace } from "../../app/workspace";
import { toast } from "../../ui/toasts";
import { problemsOf } from "../settings/problems";
import settings from "../settings/Settings.module.css";
import { Conditions } from "./Conditions";
import { changeOf, draftOf, EMPTY, type Draft } from "./draft";
import css from "./Invitations.module.css";
import { Numbers } from "./Numbers";
import { Preview } from "./Preview";
import { RemoveInvitation } from "./RemoveInvitation";
import { refetchInvitations } from "./useInvitations";

const LIST = "/settings/invitations";
const PAUSES = { hour: 60, day: 1440, week: 10_080, month: 43_200 } as const;

export function InvitationForm({ stored }: { stored?: InvitationView }) {
  const { t } = useTranslation();
  const { draft, change, problems, busy, save } = useForm(stored);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save();
  };
  return (
    <>
      <Link href={LIST} className={settings.back}>
        <IconChevronLeft size={16} /> {t("invitations.back")}
      </Link>
      <h1>{stored ? t("invitations.edit") : t("invitations.new")}</h1>
      {stored && (
        <div className={settings.box}>
          <Numbers invitation={stored} />
        </div>
      )}
      <form className={settings.form} onSubmit={submit} noValidate>
        {problems[""] && (
          <p className={settings.error} role="alert">
            {problems[""]}
          </p>
        )}
        <TextInput
          label={t("invitations.name")}
          description={t("invitations.nameHint")}
          value={draft.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
          error={problems.name}
          maxLength={80}
          required
        />
        <Texts draft={draft} change={change} problems={problems} />
        <Preview draft={draft} />
        <Conditions
          conditions={draft.conditions}
          match={draft.match}
          problems={problems}
          change={(conditions) => change({ conditions })}
          setMatch={(match) => change({ match })}
        />
        <Manner draft={draft} change={change} problems={problems} />
        <div className={settings.buttons}>
          <Button type="submit" loading={busy}>
            {t("invitations.save")}
          </Button>
          {stored && <RemoveInvitation id={stored.id} list={LIST} />}
        </div>
      </form>
    </>
  );
}

function useForm(stored: InvitationView | undefined) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const [draft, setDraft] = useState<Draft>(() => (stored ? draftOf(stored) : EMPTY));
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      await (stored ? api.changeInvitation(stored.id, changeOf(draft)) : api.addInvitation(changeOf(draft)));
      await refetchInvitations();
      toast({ tone: "good", text: t("invitations.saved") });
      go(LIST);
    } catch (error) {
      setProblems(problemsOf(error));
      setBusy(false);
    }
  };
  const change = (changed: Partial<Draft>) => setDraft((held) => ({ ...held, ...changed }));
  return { draft, change, problems, busy, save };
}

interface Part {
  draft: Draft;
  change(changed: Partial<Draft>): void;
  problems: Record<string, string>;
}

function Texts({ draft, change, problems }: Part) {
  const { t } = useTranslation();
  const two = draft.texts.length > 1;
  const write = (index: number, text: string) =>
    change({ texts: draft.texts.map((held, i) => (i === index ? text : held)) });
  return (
    <div className={css.texts}>
      {draft.texts.map((text, index) => (
        <Textarea
          key={index}
          label={two ? t(index ? "invitations.variantB" : "invitations.variantA") : t("invitations.text")}
          description={two && index === 1 ? t("invitations.variantHint") : undefined}
          value={text}
          rows={2}
          maxLength={500}
          onChange={(event) => write(index, event.currentTarget.value)}
          error={problems[`texts.${index}`]}
          required
        />
      ))}
      <Button
        variant="subtle"
        size="xs"
        className={css.add}
        leftSection={two ? undefined : <IconPlus size={14} />}
        onClick={() => change({ texts: two ? draft.texts.slice(0, 1) : [...draft.texts, ""] })}
      >
        {t(two ? "invitations.removeVariant" : "invitations.addVariant")}
      </Button>
    </div>
  );
}

function Manner({ draft, change, problems }: Part) {
  const { t } = useTranslation();
  const { agents, channels } = useWorkspace();
  const sites = channels.filter((channel) => channel.kind === "website");
  return (
    <div className={css.manner}>
      <NativeSelect
        label={t("invitations.site")}
        value={draft.channel_id}
        onChange={(event) => change({ channel_id: event.currentTarget.value })}
        error={problems.channel_id}
        data={[
          { value: "", label: t("invitations.everySite") },
          ...sites.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <NativeSelect
        label={t("invitations.face")}
        value={draft.agent_id}
        onChange={(event) => change({ agent_id: event.currentTarget.value })}
        error={problems.agent_id}
        data={[
          { value: "", label: t("invitations.team") },
          ...agents.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <NativeSelect
        label={t("invitations.action")}
        value={draft.action}
        onChange={(event) => change({ action: event.currentTarget.value as Draft["action"] })}
        data={(["bubble", "window"] as const).map((value) => ({ value, label: t(`invitations.${value}`) }))}
      />
      <NativeSelect
        label={t("invitations.repeat")}
        value={String(draft.repeat_minutes)}
        onChange={(event) => change({ repeat_minutes: Number(event.currentTarget.value) })}
        error={problems.repeat_minutes}
        data={pauses(draft.repeat_minutes).map(([name, minutes]) => ({
          value: String(minutes),
          label: name ? t(`invitations.${name}`) : `${minutes} min`,
        }))}
      />
    </div>
  );
}

/** The usual ones, and the one that is set. */
function pauses(set: number): [keyof typeof PAUSES | "", number][] {
  const usual = Object.entries(PAUSES) as [keyof typeof PAUSES, number][];
  return usual.some(([, minutes]) => minutes === set) ? usual : [...usual, ["", set]];
}
