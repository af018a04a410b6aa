import { IconRobot } from "@tabler/icons-react";
import type { MessageView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { useAgent, useQueue } from "../../app/workspace";
import { learnedOf } from "../../rules/bots";
import { clock, exactWithSeconds } from "../../rules/time";
import css from "./Bots.module.css";

/** Where the bot left: to whom, and what it learned from the contact. */
export default function HandOffCard({ message }: { message: MessageView }) {
  const { t, i18n } = useTranslation();
  const { content, at, author } = message;
  const learned = learnedOf(content);
  return (
    <section className={css.card} aria-label={t("bots.handOff")} data-testid="hand-off">
      <header>
        <IconRobot size={15} aria-hidden="true" />
        <strong dir="auto">{t("bots.named", { name: author.name || content.data?.flow || "" })}</strong>
        <Where data={content.data ?? {}} />
        <time dateTime={at} title={exactWithSeconds(at, i18n.language)}>
          {clock(at, i18n.language)}
        </time>
      </header>
      {learned.length > 0 && (
        <table className={css.table} aria-label={t("bots.learned")}>
          <tbody>
            {learned.map(({ name, value }) => (
              <tr key={name}>
                <th scope="row" dir="auto">{name}</th>
                <td dir="auto">{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Where({ data }: { data: Record<string, string> }) {
  const { t } = useTranslation();
  const agent = useAgent(data.assignee_id);
  const queue = useQueue(data.queue_id);
  const goal = agent ? t("bots.toAgent", { name: agent.name }) : queue ? t("bots.toQueue", { name: queue.name }) : t("bots.toInbox");
  const failed = data.reason && data.reason !== "hand_off";
  return (
    <span>
      {goal}
      {failed && ` · ${t([`bots.why.${data.reason}`, "bots.why.other"], { reason: data.reason })}`}
    </span>
  );
}
