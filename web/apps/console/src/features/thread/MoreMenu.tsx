import { Menu } from "@mantine/core";
import { IconArrowsRightLeft, IconCheck, IconDots, IconFlag3, IconHourglass, IconLink, IconUsersGroup } from "@tabler/icons-react";
import type { ConversationView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../../app/workspace";
import { changeConversation } from "../../commands/changeConversation";
import { IconButton } from "../../ui/IconButton";
import { toast } from "../../ui/toasts";
import { askFor } from "./dialogs";
import css from "./MoreMenu.module.css";

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
        <Priorities row={row} />
        {row.status === "open" && (
          <Menu.Item
            leftSection={<IconHourglass size={16} />}
            onClick={() => void changeConversation(row.id, { status: "pending" })}
          >
            {t("action.markPending")}
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLink size={16} />} onClick={copy}>
          {t("action.copyLink")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
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
