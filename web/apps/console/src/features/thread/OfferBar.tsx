import type { ConversationView } from "@tertulia/protocol";
import { IconHourglass } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useAgent, useWorkspace } from "../../app/workspace";
import css from "./OfferBar.module.css";

/** Others see to whom it is offered. He himself has the card with the two buttons. */
export function OfferBar({ row }: { row: ConversationView }) {
  const { t } = useTranslation();
  const { me } = useWorkspace();
  const agent = useAgent(row.offered_to);
  if (!agent || agent.id === me.id) return null;
  return (
    <p className={css.bar} role="status" data-testid="offer-bar">
      <IconHourglass size={15} /> {t("desk.offer.waiting", { name: agent.name })}
    </p>
  );
}
