import { Menu } from "@mantine/core";
import { IconCheck, IconFlag3, IconFlag3Filled } from "@tabler/icons-react";
import type { ConversationView } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { changeConversation } from "../../commands/changeConversation";
import { PRIORITIES } from "../../rules/filters";
import { IconButton } from "../../ui/IconButton";
import { useShortcuts } from "../../ui/shortcuts";
import css from "./PriorityMenu.module.css";

export function PriorityMenu({ row }: { row: ConversationView }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  useShortcuts({ p: () => setOpened(true) });
  const now = row.priority ?? "";
  const label = now ? `${t("priority.label")}: ${t(`priority.${now}`)}` : t("priority.label");
  return (
    <Menu opened={opened} onChange={setOpened} width={200}>
      <Menu.Target>
        <IconButton label={label} keys="P" data-testid="priority">
          <Flag priority={now} />
        </IconButton>
      </Menu.Target>
      <Menu.Dropdown>
        {[...PRIORITIES].reverse().map((priority) => (
          <Menu.Item
            key={priority}
            leftSection={<Flag priority={priority} />}
            rightSection={priority === now ? <IconCheck size={16} /> : null}
            onClick={() => priority !== now && void changeConversation(row.id, { priority })}
          >
            {t(`priority.${priority || "none"}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Flag({ priority }: { priority: string }) {
  const Icon = priority ? IconFlag3Filled : IconFlag3;
  return (
    <span className={css.flag} data-priority={priority || undefined}>
      <Icon size={18} />
    </span>
  );
}
