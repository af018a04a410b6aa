import { Tooltip } from "@mantine/core";
import { IconMessages } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../../app/workspace";
import { unreadOf } from "../../live/team";
import { useTeam } from "../../live/teamSync";
import { toggleDock, useDock } from "./dock";
import css from "./TeamButton.module.css";

/** In the rail: opens the team's chat, and counts what is unread there. */
export function TeamButton({ className }: { className?: string }) {
  const { t } = useTranslation();
  const { me } = useWorkspace();
  const count = useTeam((state) => unreadOf(state, me.id));
  const open = useDock((dock) => dock.open);
  const label = count ? t("team.openUnread", { count }) : t("team.title");
  return (
    <Tooltip label={label} position="right">
      <button
        type="button"
        className={`${className ?? ""} ${css.button}`}
        onClick={toggleDock}
        aria-label={label}
        aria-expanded={open}
        data-open={open || undefined}
        data-testid="team-button"
      >
        <IconMessages size={20} stroke={1.8} />
        {count > 0 && (
          <span className={css.count} aria-hidden="true">
            {count > 99 ? "99+" : count}
          </span>
        )}
      </button>
    </Tooltip>
  );
}
