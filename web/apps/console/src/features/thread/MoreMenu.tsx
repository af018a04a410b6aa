import { Menu } from "@mantine/core";
import { IconArrowsRightLeft, IconBell, IconCheck, IconDots, IconFlag3, IconHourglass, IconLink, IconRobot, IconUsersGroup } from "@tabler/icons-react";
import type { ConversationView } from "@tertulia/protocol";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../../app/workspace";
import { changeConversation } from "../../commands/changeConversation";
import { follow } from "../../commands/follow";
import { giveToBot } from "../../commands/bots";
import { IconButton } from "../../ui/IconButton";
import { toast } from "../../ui/toasts";
import { sayWhy } from "../../ui/sayWhy";
import { running, useFlowNames } from "../bots/useFlowNames";
import { askFor } from "./dialogs";
import css from "./MoreMenu.module.css";

const AskMenu = lazy(() => import("../surveys/AskMenu"));

const PRIORITIES = ["urgent", "high", "medium", "low", ""] as const;

export function MoreMenu({ row }: { row: ConversationView }) {
  const { t } = useTranslation();
  const copy = () => {
    const link = `${location.origin}/inbox/all/${row.status}/${row.id}`;
    void navigator.clipboard.writeText(link).then(() => toast({ tone: "good", text: t("copied") }));
  };
  return (
    <Menu width={220}>
      <Menu.Target>
        <IconButton label={t("action.more")} data-testid="more">
          <IconDots size={18} />
        </IconButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconArrowsRightLeft size={16} />}
          rightSection={<kbd className={css.key}>T</kbd>}
          onClick={() => askFor("transfer")}
          data-testid="transfer"
        >
          {t("desk.transfer.action")}
        </Menu.Item>
        <Queues row={row} />
        <Bots row={row} />
        <Suspense>
          <AskMenu row={row} />
        </Suspense>
        <Priorities row={row} />
        {row.status === "open" && (
          <Menu.Item
            leftSection={<IconHourglass size={16} />}
            onClick={() => void changeConversation(row.id, { status: "pending" })}
          >
            {t("action.markPending")}
          </Menu.Item>
        )}
        <Follow row={row} />
        <Menu.Divider />
        <Menu.Item leftSection={<IconLink size={16} />} onClick={copy}>
          {t("action.copyLink")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Follow({ row }: { row: ConversationView }) {
  const { t } = useTranslation();
  const { me } = useWorkspace();
  const following = (row.followers ?? []).includes(me.id);
  return (
    <Menu.Item leftSection={<IconBell size={16} />} onClick={() => void follow(row.id, me.id, !following)}>
      {t(following ? "kept.unfollow" : "kept.follow")}
    </Menu.Item>
  );
}

function Queues({ row }: { row: ConversationView }) {
  const { t } = useTranslation();
  const { queues } = useWorkspace();
  const choices = [...queues, { id: "", name: t("action.noQueue") }];
  return (
    <Menu.Sub>
      <Menu.Sub.Target>
        <Menu.Sub.Item leftSection={<IconUsersGroup size={16} />}>{t("action.queue")}</Menu.Sub.Item>
      </Menu.Sub.Target>
      <Menu.Sub.Dropdown>
        {choices.map(({ id, name }) => (
          <Menu.Item
            key={id}
            rightSection={id === (row.queue_id ?? "") ? <IconCheck size={16} /> : null}
            onClick={() => void changeConversation(row.id, { queue_id: id })}
          >
            {name}
          </Menu.Item>
        ))}
      </Menu.Sub.Dropdown>
    </Menu.Sub>
  );
}

/** Shown once a flow runs. */
function Bots({ row }: { row: ConversationView }) {
  const { t } = useTranslation();
  const flows = running(useFlowNames());
  if (flows.length === 0) return null;
  const give = (flow: { id: string; name: string }) =>
    giveToBot(row.id, flow).catch((problem: unknown) => toast({ tone: "bad", text: sayWhy(problem) }));
  return (
    <Menu.Sub>
      <Menu.Sub.Target>
        <Menu.Sub.Item leftSection={<IconRobot size={16} />} data-testid="to-bot">
          {t("bots.give")}
        </Menu.Sub.Item>
      </Menu.Sub.Target>
      <Menu.Sub.Dropdown>
        {flows.map((flow) => (
          <Menu.Item
            key={flow.id}
            rightSection={flow.id === row.bot_id ? <IconCheck size={16} /> : null}
            disabled={flow.id === row.bot_id}
            onClick={() => void give(flow)}
          >
            {flow.name}
          </Menu.Item>
        ))}
      </Menu.Sub.Dropdown>
    </Menu.Sub>
  );
}

function Priorities({ row }: { row: ConversationView }) {
  const { t } = useTranslation();
  return (
    <Menu.Sub>
      <Menu.Sub.Target>
        <Menu.Sub.Item leftSection={<IconFlag3 size={16} />}>{t("priority.label")}</Menu.Sub.Item>
      </Menu.Sub.Target>
      <Menu.Sub.Dropdown>
        {PRIORITIES.map((priority) => (
          <Menu.Item
            key={priority}
            rightSection={priority === (row.priority ?? "") ? <IconCheck size={16} /> : null}
            onClick={() => void changeConversation(row.id, { priority })}
          >
            {t(`priority.${priority || "none"}`)}
          </Menu.Item>
        ))}
      </Menu.Sub.Dropdown>
    </Menu.Sub>
  );
}
