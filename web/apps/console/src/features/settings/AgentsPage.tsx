import { Button } from "@mantine/core";
import { IconUserPlus } from "@tabler/icons-react";
import type { AgentView, Invitation } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePresence, useWorkspace } from "../../app/workspace";
import { useAgo } from "../../ui/Ago";
import { Avatar } from "../../ui/Avatar";
import { AgentMenu } from "./AgentMenu";
import list from "./List.module.css";
import css from "./Agents.module.css";
import { InviteDialog, InvitedDialog } from "./InviteDialog";
import { PageHead } from "./PageHead";

export default function AgentsPage() {
  const { t } = useTranslation();
  const { agents } = useWorkspace();
  const [inviting, setInviting] = useState(false);
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  const shown = [...agents].sort(
    (a, b) => Number(b.active !== false) - Number(a.active !== false) || a.name.localeCompare(b.name),
  );
  return (
    <>
      <PageHead title={t("account.agents")} lead={t("account.agentsLead")}>
        <Button size="sm" leftSection={<IconUserPlus size={16} />} onClick={() => setInviting(true)}>
          {t("account.invite")}
        </Button>
      </PageHead>
      <ul className={list.list}>
        {shown.map((agent) => (
          <li key={agent.id} className={`${list.row} ${css.person}`} data-away={agent.active === false || undefined} data-testid="agent-row">
            <Who agent={agent} />
            <AgentMenu agent={agent} invited={setInvitation} />
          </li>
        ))}
      </ul>
      {inviting && (
        <InviteDialog
          close={() => setInviting(false)}
          done={(made) => {
            setInviting(false);
            setInvitation(made);
          }}
        />
      )}
      {invitation && <InvitedDialog invitation={invitation} close={() => setInvitation(null)} />}
    </>
  );
}

function Who({ agent }: { agent: AgentView }) {
  const { t } = useTranslation();
  const { me } = useWorkspace();
  const presence = usePresence(agent);
  const away = agent.active === false;
  return (
    <>
      <Avatar name={agent.name} id={agent.id} presence={away ? undefined : presence} />
      <span className={list.words}>
        <strong>
          <bdi>{agent.name}</bdi> {agent.id === me.id && <em className={css.you}>{t("account.you")}</em>}
        </strong>
        <span>{agent.email}</span>
      </span>
      <span className={list.side}>
        <span>{t(`account.roles.${agent.role}`)}</span>
        <State agent={agent} />
      </span>
    </>
  );
}

function State({ agent }: { agent: AgentView }) {
  const { t } = useTranslation();
  const ago = useAgo();
  if (agent.active === false) return <span className={list.mark}>{t("account.deactivated")}</span>;
  if (agent.invited) return <span className={list.mark} data-tone="waiting">{t("account.invited")}</span>;
  if (!agent.signed_in_at) return <span className={list.quiet}>{t("account.neverSignedIn")}</span>;
  return <span className={list.quiet}>{t("account.lastSignIn", { time: ago(agent.signed_in_at) })}</span>;
}
