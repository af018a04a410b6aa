import { NumberInput } from "@mantine/core";
import type { AgentView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import * as people from "../../api/people";
import { useWorkspace } from "../../app/workspace";
import { FormDialog } from "../settings/FormDialog";
import { Problem } from "../settings/Problem";
import { useSetBootstrap, withAgent } from "../settings/useBootstrap";
import { useSaving } from "../settings/useSaving";
import { asSkills, SkillsField, skillsOf } from "./SkillsField";
import { NS } from "./words";

const USUAL = 5;

/** What an agent knows, and how much queues give him at once. */
export function SkillsDialog({ agent, close }: { agent: AgentView; close(): void }) {
  const { t } = useTranslation();
  const words = useTranslation(NS).t;
  const { agents, queues } = useWorkspace();
  const set = useSetBootstrap();
  const known = [...agents, ...queues.map(({ rules }) => ({ skills: rules?.skills }))];
  const names = [...new Set(known.flatMap(({ skills }) => Object.keys(skills ?? {})))].sort();
  const initial = { skills: skillsOf(agent.skills), capacity: agent.capacity ?? 0 };
  const { values, change, errors, busy, submit } = useSaving(initial, async ({ skills, capacity }) => {
    set(withAgent(await people.changeAgent(agent.id, { skills: asSkills(skills), capacity })));
    close();
  });
  return (
    <FormDialog
      title={words("agentTitle", { name: agent.name })}
      size={440}
      yes={t("account.save")}
      busy={busy}
      submit={submit}
      close={close}
    >
      <NumberInput
        label={words("agentLimit")}
        description={words("agentLimitHint", { count: USUAL })}
        value={values.capacity || ""}
        min={0}
        max={50}
        allowDecimal={false}
        allowNegative={false}
        hideControls
        error={errors.capacity}
        onChange={(typed) => change({ capacity: Number(typed) || 0 })}
      />
      <SkillsField
        value={values.skills}
        change={(skills) => change({ skills })}
        legend={words("agentSkills")}
        level={words("hisLevel")}
        known={names}
      />
      <Problem text={errors.skills ?? errors[""]} />
    </FormDialog>
  );
}
