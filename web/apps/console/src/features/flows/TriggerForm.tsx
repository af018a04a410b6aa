import { IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import * as visits from "../../api/visits";
import { useWorkspace } from "../../app/workspace";
import { ChipsField, SelectField, type Bound } from "./fields/basic";
import field from "./fields/Field.module.css";
import { ListedField } from "./fields/ListedField";
import { ScheduleFields } from "./ScheduleFields";
import type { Data, FlowTrigger } from "./types";
import { WebhookFields } from "./WebhookFields";
import { useWords } from "./words";

interface Props {
  trigger: FlowTrigger;
  change(change: Partial<FlowTrigger>, key?: string): void;
  remove(): void;
  errorOf(field: string): string | undefined;
}

type Form = Bound["form"];

export function TriggerForm({ trigger, change, remove, errorOf }: Props) {
  const { t } = useWords();
  const form: Form = {
    data: trigger as unknown as Data,
    change: (changed, key) => change(changed as Partial<FlowTrigger>, key),
    errorOf,
  };
  const { channels } = useWorkspace();
  const title = t(`trigger.${trigger.kind}`);
  return (
    <div className={field.row} data-testid="trigger">
      <div className={field.rowHead}>
        <span>{title}</span>
        <button type="button" className={field.mini} aria-label={`${t("remove")}: ${title}`} onClick={remove}>
          <IconTrash size={15} />
        </button>
      </div>
      <p className={field.hint}>{t(`triggerAbout.${trigger.kind}`)}</p>
      <Own form={form} kind={trigger.kind} />
      {channels.length > 1 && (
        <ChipsField
          form={form}
          name="channel_ids"
          hint={t("field.everyChannel")}
          choices={channels.map(({ id, name }) => ({ value: id, label: name }))}
          none=""
        />
      )}
    </div>
  );
}

const MATCHES = ["exact", "contains", "word"];

/** What that kind of trigger needs to know. */
function Own({ form, kind }: { form: Form; kind: FlowTrigger["kind"] }) {
  const { t } = useWords();
  const { tags = [] } = useWorkspace();
  switch (kind) {
    case "keyword":
      return (
        <>
          <ListedField form={form} name="words" hint={t("field.commas")} />
          <SelectField
            form={{ ...form, data: { match: "exact", ...form.data } }}
            name="match"
            label={t("field.keywordMatch")}
            choices={MATCHES.map((value) => ({ value, label: t(`keywordMatch.${value}`) }))}
          />
        </>
      );
    case "button":
      return <ListedField form={form} name="buttons" label={t("field.pressed")} hint={t("field.commas")} />;
    case "tag":
      return <ChipsField form={form} name="tag_ids" choices={tags.map(({ id, name }) => ({ value: id, label: name }))} none={t("field.noTags")} />;
    case "event":
      return <EventField form={form} />;
    case "schedule":
      return <ScheduleFields form={form} />;
    case "invitation":
      return <InvitationsField form={form} />;
    case "webhook":
      return <WebhookFields form={form} />;
    default:
      return null;
  }
}

const EVENTS = ["conversation.resolved", "conversation.reopened", "conversation.queued", "conversation.assigned", "conversation.transferred"];

function EventField({ form }: { form: Form }) {
  const { t } = useWords();
  return (
    <SelectField
      form={form}
      name="event"
      choices={[{ value: "", label: t("field.choose") }, ...EVENTS.map((value) => ({ value, label: t(`event.${value.replace(".", "_")}`) }))]}
    />
  );
}

function InvitationsField({ form }: { form: Form }) {
  const { t } = useWords();
  const { data = [] } = useQuery({ queryKey: ["flowInvitations"], queryFn: async () => (await visits.invitations()).invitations, staleTime: 30_000 });
  return (
    <ChipsField
      form={form}
      name="invitation_ids"
      hint={t("field.anyInvitation")}
      choices={data.map(({ id, name }) => ({ value: id, label: name }))}
      none={t("field.noInvitations")}
    />
  );
}
