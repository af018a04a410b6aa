import { TextInput } from "@mantine/core";
import type { QueueView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import * as people from "../../api/people";
import { useWorkspace } from "../../app/workspace";
import { Avatar } from "../../ui/Avatar";
import css from "./Agents.module.css";
import { FormDialog } from "./FormDialog";
import { Problem } from "./Problem";
import queueCss from "./Queues.module.css";
import { useSetBootstrap, withQueue } from "./useBootstrap";
import { useSaving } from "./useSaving";
import { draftOf, rulesOf } from "../queues/draft";
import { RulesFields } from "../queues/RulesFields";

/** queue: null = a new one. */
export function QueueDialog({ queue, close }: { queue: QueueView | null; close(): void }) {
  const { t } = useTranslation();
  const set = useSetBootstrap();
  const initial = { name: queue?.name ?? "", members: queue?.member_ids ?? [], rules: draftOf(queue?.rules) };
  const { values, change, errors, busy, submit } = useSaving(initial, async ({ name, members, rules }) => {
    const asked = { name: name.trim(), member_ids: members, rules: rulesOf(rules) };
    set(withQueue(queue ? await people.changeQueue(queue.id, asked) : await people.addQueue(asked)));
    close();
  });
  return (
    <FormDialog
      title={t(queue ? "account.editQueue" : "account.addQueue")}
      size={560}
      yes={t("account.save")}
      busy={busy}
      disabled={!values.name.trim()}
      submit={submit}
      close={close}
    >
      <TextInput
        label={t("account.queueName")}
        value={values.name}
        error={errors.name ?? errors[""]}
        maxLength={80}
        required
        data-autofocus
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <MembersField value={values.members} change={(members) => change({ members })} />
      <Problem text={errors.member_ids} />
      <RulesFields
        queue={queue?.id ?? ""}
        value={values.rules}
        change={(rules) => change({ rules })}
        errors={errors}
      />
      <Problem text={firstOf(errors)} />
    </FormDialog>
  );
}

/** What is wrong with the rules, where no field shows it. */
function firstOf(errors: Record<string, string>): string | undefined {
  return Object.entries(errors).find(([field]) => field.startsWith("rules.targets"))?.[1];
}

function MembersField({ value, change }: { value: readonly string[]; change(ids: string[]): void }) {
  const { t } = useTranslation();
  const { agents } = useWorkspace();
  const shown = agents.filter((agent) => agent.active !== false || value.includes(agent.id));
  const toggle = (id: string) => change(value.includes(id) ? value.filter((one) => one !== id) : [...value, id]);
  return (
    <fieldset>
      <legend className={css.legend}>{t("account.members")}</legend>
      <div className={queueCss.choices}>
        {shown.map((agent) => (
          <label key={agent.id} className={queueCss.choice}>
            <input type="checkbox" checked={value.includes(agent.id)} onChange={() => toggle(agent.id)} />
            <Avatar name={agent.name} id={agent.id} size="xs" />
            <bdi>{agent.name}</bdi>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
