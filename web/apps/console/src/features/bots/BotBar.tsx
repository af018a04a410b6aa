import { Button } from "@mantine/core";
import { IconRobot } from "@tabler/icons-react";
import type { ConversationView } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../../app/workspace";
import { takeOver } from "../../commands/bots";
import css from "./Bots.module.css";
import { useFlowName } from "./useFlowNames";

/** Over the thread: a bot answers here, and how to end that. */
export function BotBar({ row }: { row: ConversationView }) {
  const { t } = useTranslation();
  const { me } = useWorkspace();
  const name = useFlowName(row.bot_id);
  const [busy, setBusy] = useState(false);
  const take = async () => {
    setBusy(true);
    await takeOver(row.id, me.id);
    setBusy(false);
  };
  return (
    <div className={css.bar} role="status" data-testid="bot-bar">
      <IconRobot size={16} aria-hidden="true" />
      <span className={css.words}>
        <strong dir="auto">{name ? t("bots.named", { name }) : t("bots.bot")}</strong> <span>{t("bots.answering")}</span>
      </span>
      <Button size="compact-sm" variant="default" loading={busy} onClick={() => void take()} data-testid="take-over">
        {t("bots.takeOver")}
      </Button>
    </div>
  );
}
