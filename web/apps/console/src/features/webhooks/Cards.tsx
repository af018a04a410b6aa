import { useQuery } from "@tanstack/react-query";
import { IconExternalLink } from "@tabler/icons-react";
import type { BesideCard, BesideRow } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import * as api from "../../api/webhooks";
import { Ago } from "../../ui/Ago";
import { Section } from "../contact/Section";
import css from "./Cards.module.css";
import { NS } from "./words";

/** What the account's own systems told of a conversation, in their answers to webhooks. */
export default function Cards({ conversationId }: { conversationId: string }) {
  const { data } = useQuery({
    queryKey: ["cards", conversationId],
    queryFn: () => api.cards(conversationId),
    staleTime: 30_000,
  });
  return <>{data?.cards.map((card) => <Card key={card.webhook_id} card={card} />)}</>;
}

function Card({ card }: { card: BesideCard }) {
  const { t } = useTranslation(NS);
  return (
    <Section title={card.name || t("card")}>
      <div className={css.card} data-testid="webhook-card">
        {card.rows.map((row, number) => (
          <Row key={number} row={row} />
        ))}
        <p className={css.foot}>
          {card.link && <Out to={card.link} text={t("open")} />}
          <Ago at={card.at} />
        </p>
      </div>
    </Section>
  );
}

function Row({ row: { title, key, content, link } }: { row: BesideRow }) {
  return (
    <div className={css.row}>
      {title && (
        <strong>
          <bdi>{title}</bdi>
        </strong>
      )}
      <span>
        {key && (
          <em>
            <bdi>{key}</bdi>
          </em>
        )}{" "}
        {link ? <Out to={link} text={content || link} /> : <bdi>{content}</bdi>}
      </span>
    </div>
  );
}

function Out({ to, text }: { to: string; text: string }) {
  return (
    <a href={to} target="_blank" rel="noopener noreferrer nofollow">
      <bdi>{text}</bdi> <IconExternalLink size={13} aria-hidden="true" />
    </a>
  );
}
