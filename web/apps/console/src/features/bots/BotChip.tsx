import { IconRobot } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import css from "./Bots.module.css";
import { useFlowName } from "./useFlowNames";

/** Whose the conversation is while no person has it. */
export function BotChip({ flow }: { flow: string }) {
  const { t } = useTranslation();
  const name = useFlowName(flow);
  const words = name ? t("bots.named", { name }) : t("bots.bot");
  return (
    <span className={css.chip} title={words} data-testid="bot-chip">
      <IconRobot size={13} aria-hidden="true" /> <span dir="auto">{words}</span>
    </span>
  );
}
