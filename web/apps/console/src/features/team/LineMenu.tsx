import { Menu } from "@mantine/core";
import { IconDots, IconPencil, IconTrash } from "@tabler/icons-react";
import type { TeamMessageView } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { removeInRoom } from "../../commands/team";
import css from "./LineMenu.module.css";

/** Change or delete one's own words; deleting asks once more, in its place. */
export function LineMenu({ room, message, edit }: { room: string; message: TeamMessageView; edit(): void }) {
  const { t } = useTranslation();
  const [sure, setSure] = useState(false);
  const remove = () => (sure ? void removeInRoom(room, message.seq, message.author_id) : setSure(true));
  return (
    <Menu position="bottom-end" width={220} withinPortal onClose={() => setSure(false)}>
      <Menu.Target>
        <button type="button" className={css.button} aria-label={t("team.actions")}>
          <IconDots size={16} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {message.text && (
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={edit}>
            {t("team.edit")}
          </Menu.Item>
        )}
        <Menu.Item color="red" leftSection={<IconTrash size={16} />} closeMenuOnClick={sure} onClick={remove}>
          {sure ? t("team.removeAsk") : t("team.remove")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
