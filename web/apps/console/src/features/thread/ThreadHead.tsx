import { Button } from "@mantine/core";
import { IconArrowBackUp, IconArrowLeft, IconCheck, IconLayoutSidebarRight } from "@tabler/icons-react";
import type { ConversationView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { useChannel } from "../../app/workspace";
import { changeConversation } from "../../commands/changeConversation";
import { Avatar } from "../../ui/Avatar";
import { IconButton } from "../../ui/IconButton";
import { useShortcuts } from "../../ui/shortcuts";
import { toast } from "../../ui/toasts";
import { AssignMenu } from "./AssignMenu";
import { MoreMenu } from "./MoreMenu";
import { PriorityMenu } from "./PriorityMenu";
import { SnoozeMenu } from "./SnoozeMenu";
import { TagMenu } from "./ThreadTags";
import css from "./ThreadHead.module.css";
import { Viewers } from "./Viewers";
import { contactName } from "../../ui/contactName";

interface Props {
  row: ConversationView;
  close(): void;
  panelShown: boolean;
  togglePanel(): void;
}

export function ThreadHead({ row, close, panelShown, togglePanel }: Props) {
  const { t } = useTranslation();
  const toggle = useResolve(row);
  const resolved = row.status === "resolved";
  useShortcuts({ e: () => void toggle() });
  return (
    <header className={css.head}>
      <span className={css.back}>
        <IconButton label={t("back")} onClick={close}>
          <IconArrowLeft size={20} />
        </IconButton>
      </span>
      <Who row={row} onClick={togglePanel} />
      <Viewers row={row} />
      <div className={css.actions}>
        <AssignMenu row={row} />
        <PriorityMenu row={row} />
        <TagMenu row={row} />
        {!resolved && <SnoozeMenu row={row} />}
        <MoreMenu row={row} />
        <Button
          className={css.resolve}
          size="xs"
          variant={resolved ? "default" : "filled"}
          leftSection={resolved ? <IconArrowBackUp size={16} /> : <IconCheck size={16} />}
          onClick={() => void toggle()}
          data-testid="resolve"
        >
          {t(resolved ? "action.reopen" : "action.resolve")}
        </Button>
        <span className={css.toggle}>
          <IconButton label={t("action.details")} keys="I" active={panelShown} onClick={togglePanel} data-testid="toggle-panel">
            <IconLayoutSidebarRight size={18} />
          </IconButton>
        </span>
      </div>
    </header>
  );
}

/** Resolve, with a way back; or reopen. */
function useResolve(row: ConversationView): () => Promise<void> {
  const { t } = useTranslation();
  return async () => {
    if (row.status === "resolved") {
      if (await changeConversation(row.id, { status: "open" })) toast({ tone: "good", text: t("action.reopened") });
      return;
    }
    const before = row.status === "snoozed" ? "open" : row.status;
    if (!(await changeConversation(row.id, { status: "resolved" }))) return;
    const undo = () => void changeConversation(row.id, { status: before });
    toast({ tone: "good", text: t("action.resolved"), action: { label: t("undo"), run: undo } });
  };
}

function Who({ row, onClick }: { row: ConversationView; onClick(): void }) {
  const { t } = useTranslation();
  const channel = useChannel(row.channel_id);
  const name = contactName(row);
  const through = channel?.name ?? t(`channel.${row.channel_kind as "website"}`, row.channel_kind);
  return (
    <button type="button" className={css.who} onClick={onClick} data-testid="thread-contact">
      <Avatar name={name} id={row.contact_id} channel={row.channel_kind} size="s" />
      <span className={css.names}>
        <span className={css.name}>{name}</span>
        <span className={css.channel}>
          {through}
          {row.status !== "open" && (
            <span className={css.status} data-status={row.status}>
              {t(row.bot_id ? "bots.view" : `status.${row.status}`)}
            </span>
          )}
        </span>
      </span>
    </button>
  );
}
