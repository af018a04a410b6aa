import { Button } from "@mantine/core";
import { IconPencil, IconPlus, IconStack2, IconTrash } from "@tabler/icons-react";
import type { QueueView } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import * as people from "../../api/people";
import { useWorkspace } from "../../app/workspace";
import { Avatar } from "../../ui/Avatar";
import { Confirm } from "../../ui/Confirm";
import { Empty } from "../../ui/Empty";
import { IconButton } from "../../ui/IconButton";
import { toast } from "../../ui/toasts";
import { NS } from "../queues/words";
import list from "./List.module.css";
import { PageHead } from "./PageHead";
import { QueueDialog } from "./QueueDialog";
import queue from "./Queues.module.css";
import { useSetBootstrap, withoutQueue } from "./useBootstrap";

export default function QueuesPage() {
  const { t } = useTranslation();
  const words = useTranslation(NS).t;
  const { queues } = useWorkspace();
  const [editing, setEditing] = useState<QueueView | "new" | null>(null);
  const [removing, setRemoving] = useState<QueueView | null>(null);
  const add = () => setEditing("new");
  return (
    <>
      <PageHead title={t("account.queues")} lead={t("account.queuesLead")}>
        <Button size="sm" leftSection={<IconPlus size={16} />} onClick={add}>
          {t("account.addQueue")}
        </Button>
      </PageHead>
      {queues.length === 0 ? (
        <Empty
          icon={<IconStack2 size={22} />}
          title={t("account.noQueues")}
          text={t("account.noQueuesText")}
          action={{ label: t("account.addQueue"), run: add }}
        />
      ) : (
        <ul className={list.list}>
          {queues.map((one) => (
            <li key={one.id} className={list.row} data-testid="queue-row">
              <span className={list.words}>
                <strong>
                  <bdi>{one.name}</bdi>
                </strong>
                <Members queue={one} />
                <span>{words(`summary.${one.rules?.strategy ?? "manual"}`)}</span>
              </span>
              <IconButton label={t("account.edit", { name: one.name })} onClick={() => setEditing(one)}>
                <IconPencil size={17} />
              </IconButton>
              <IconButton label={`${t("remove")}: ${one.name}`} onClick={() => setRemoving(one)}>
                <IconTrash size={17} />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      {editing && <QueueDialog queue={editing === "new" ? null : editing} close={() => setEditing(null)} />}
      {removing && <Removing queue={removing} close={() => setRemoving(null)} />}
    </>
  );
}

const FACES = 6;

function Members({ queue: { member_ids: ids = [] } }: { queue: QueueView }) {
  const { t } = useTranslation();
  const { agents } = useWorkspace();
  const members = agents.filter((agent) => ids.includes(agent.id));
  if (members.length === 0) return <span>{t("account.noMembers")}</span>;
  return (
    <span className={queue.members}>
      {members.slice(0, FACES).map((agent) => (
        <Avatar key={agent.id} name={agent.name} id={agent.id} size="xs" />
      ))}
      <span title={members.map(({ name }) => name).join(", ")}>{t("account.memberCount", { count: members.length })}</span>
    </span>
  );
}

function Removing({ queue: one, close }: { queue: QueueView; close(): void }) {
  const { t } = useTranslation();
  const set = useSetBootstrap();
  const run = async () => {
    await people.removeQueue(one.id);
    set(withoutQueue(one.id));
    toast({ tone: "good", text: t("account.queueRemoved") });
  };
  return (
    <Confirm
      title={t("account.removeQueueTitle", { name: one.name })}
      text={t("account.removeQueueText")}
      yes={t("remove")}
      danger
      run={run}
      close={close}
    />
  );
}
