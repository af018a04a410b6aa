import { Menu, NativeSelect } from "@mantine/core";
import { IconDots, IconKeyOff, IconMailForward, IconStar, IconUserCheck, IconUserOff, IconUserShield } from "@tabler/icons-react";
import type { AgentChange, AgentView, Invitation } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import * as people from "../../api/people";
import { useWorkspace } from "../../app/workspace";
import { Confirm } from "../../ui/Confirm";
import { IconButton } from "../../ui/IconButton";
import { sayWhy } from "../../ui/sayWhy";
import { toast } from "../../ui/toasts";
import { SkillsDialog } from "../queues/SkillsDialog";
import { NS } from "../queues/words";
import { RoleField, type Role } from "./RoleField";
import { useSetBootstrap, withAgent } from "./useBootstrap";

interface Props {
  agent: AgentView;
  invited(invitation: Invitation): void;
}

export function AgentMenu({ agent, invited }: Props) {
  const { t } = useTranslation();
  const { me } = useWorkspace();
  const words = useTranslation(NS).t;
  const [asking, setAsking] = useState<"" | "role" | "away" | "skills" | "factor">("");
  const change = useChange(agent);
  const close = () => setAsking("");
  const again = () =>
    void people.inviteAgain(agent.id).then(invited, (error) => toast({ tone: "bad", text: sayWhy(error) }));
  const back = () =>
    void change({ active: true }, t("account.activated", { name: agent.name })).catch((error) =>
      toast({ tone: "bad", text: sayWhy(error) }),
    );
  const away = agent.active === false;
  return (
    <>
      <Menu>
        <Menu.Target>
          <IconButton label={t("account.manageAgent", { name: agent.name })}>
            <IconDots size={18} />
          </IconButton>
        </Menu.Target>
        <Menu.Dropdown>
          {agent.invited && !away && (
            <Menu.Item leftSection={<IconMailForward size={16} />} onClick={again}>
              {t("account.inviteAgain")}
            </Menu.Item>
          )}
          {!away && (
            <Menu.Item leftSection={<IconUserShield size={16} />} onClick={() => setAsking("role")}>
              {t("account.role")}
            </Menu.Item>
          )}
          {!away && (
            <Menu.Item leftSection={<IconStar size={16} />} onClick={() => setAsking("skills")}>
              {words("agentAction")}
            </Menu.Item>
          )}
          {!away && agent.id !== me.id && (
            <Menu.Item leftSection={<IconKeyOff size={16} />} onClick={() => setAsking("factor")}>
              {t("account.factor.reset")}
            </Menu.Item>
          )}
          {away ? (
            <Menu.Item leftSection={<IconUserCheck size={16} />} onClick={back}>
              {t("account.activate")}
            </Menu.Item>
          ) : (
            <Menu.Item
              color="red"
              leftSection={<IconUserOff size={16} />}
              disabled={agent.id === me.id}
              onClick={() => setAsking("away")}
            >
              {t("account.deactivate")}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {asking === "role" && <RoleDialog agent={agent} change={change} close={close} />}
      {asking === "factor" && (
        <Confirm
          title={t("account.factor.resetAsk", { name: agent.name })}
          text={t("account.factor.resetText", { name: agent.name })}
          yes={t("account.factor.reset")}
          run={() =>
            people
              .resetFactor(agent.id)
              .then(() => toast({ tone: "good", text: t("account.factor.resetDone", { name: agent.name }) }))
          }
          close={close}
        />
      )}
      {asking === "skills" && <SkillsDialog agent={agent} close={close} />}
      {asking === "away" && <AwayDialog agent={agent} change={change} close={close} />}
    </>
  );
}

type Change = (change: AgentChange, done: string) => Promise<void>;

function useChange(agent: AgentView): Change {
  const set = useSetBootstrap();
  return async (change, done) => {
    set(withAgent(await people.changeAgent(agent.id, change)));
    toast({ tone: "good", text: done });
  };
}

interface DialogProps {
  agent: AgentView;
  change: Change;
  close(): void;
}

function RoleDialog({ agent, change, close }: DialogProps) {
  const { t } = useTranslation();
  const [role, setRole] = useState<Role>(agent.role);
  const done = t("account.roleChanged", { name: agent.name, role: t(`account.roles.${role}`) });
  return (
    <Confirm
      title={t("account.roleOf", { name: agent.name })}
      text={agent.email}
      yes={t("account.save")}
      run={async () => role !== agent.role && (await change({ role }, done))}
      close={close}
    >
      <RoleField value={role} owners change={setRole} />
    </Confirm>
  );
}

function AwayDialog({ agent, change, close }: DialogProps) {
  const { t } = useTranslation();
  const { agents } = useWorkspace();
  const [heir, setHeir] = useState("");
  const heirs = agents.filter((one) => one.id !== agent.id && one.active !== false);
  return (
    <Confirm
      title={t("account.deactivateTitle", { name: agent.name })}
      text={t("account.deactivateText", { name: agent.name })}
      yes={t("account.deactivate")}
      danger
      run={() => change({ active: false, give_to: heir }, t("account.deactivatedDone", { name: agent.name }))}
      close={close}
    >
      <NativeSelect
        label={t("account.giveTo")}
        value={heir}
        onChange={(event) => setHeir(event.currentTarget.value)}
        data={[
          { value: "", label: t("account.giveToNobody") },
          ...heirs.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
    </Confirm>
  );
}
