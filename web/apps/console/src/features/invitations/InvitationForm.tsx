import { Button, NativeSelect, Textarea } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { InvitationView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import * as api from "../../api/visits";
import { useWorkspace } from "../../app/workspace";
import { EntryForm, useEntry, type Part as FormPart } from "../settings/EntryForm";
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

type Part = FormPart<Draft>;

export function InvitationForm({ stored }: { stored?: InvitationView }) {
  const { t } = useTranslation();
  const start = () => (stored ? draftOf(stored) : EMPTY);
  const entry = useEntry<Draft>(start, LIST, t("invitations.saved"), async (draft) => {
    await (stored ? api.changeInvitation(stored.id, changeOf(draft)) : api.addInvitation(changeOf(draft)));
    await refetchInvitations();
  });
  const { draft, change, problems } = entry;
  return (
    <EntryForm
      of="invitations"
      list={LIST}
      fresh={!stored}
      entry={entry}
      above={stored && <Counted invitation={stored} />}
      remove={stored && <RemoveInvitation id={stored.id} list={LIST} />}
    >
      <Texts {...entry} />
      <Preview draft={draft} />
      <Conditions
        conditions={draft.conditions}
        match={draft.match}
        problems={problems}
        change={(conditions) => change({ conditions })}
        setMatch={(match) => change({ match })}
      />
      <Manner {...entry} />
    </EntryForm>
  );
}

const Counted = ({ invitation }: { invitation: InvitationView }) => (
  <div className={settings.box}>
    <Numbers invitation={invitation} />
  </div>
);

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
