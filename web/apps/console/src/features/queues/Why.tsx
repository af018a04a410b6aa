import type { MessageView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../../app/workspace";
import { Avatar } from "../../ui/Avatar";
import { factsOf, reasonOf, type Candidate, type Facts } from "./facts";
import css from "./Why.module.css";
import { NS } from "./words";

/** Why somebody got a conversation, from what was recorded then. line: of the thread. */
export default function Why({ line }: { line: MessageView }) {
  const { t } = useTranslation(NS);
  const name = useNames();
  const facts = factsOf(line);
  const agent = name(line.content.data?.assignee_id);
  const actor = line.author.name || name(line.author.id);
  return (
    <div className={css.why} data-testid="why">
      <strong>{t("why.title", { name: agent })}</strong>
      <p>{t(`why.${reasonOf(line, facts)}`, { name: agent, actor, defaultValue: "" })}</p>
      {facts && facts.agents.length > 0 && <Members facts={facts} />}
      {facts && facts.older > 0 && <p className={css.quiet}>{t("why.older", { count: facts.older })}</p>}
    </div>
  );
}

function Members({ facts }: { facts: Facts }) {
  const { t } = useTranslation(NS);
  return (
    <>
      <p className={css.quiet}>{t("why.members")}</p>
      <ul className={css.members}>
        {facts.agents.map((one) => (
          <Member key={one.agent} one={one} />
        ))}
      </ul>
      {facts.more > 0 && <p className={css.quiet}>{t("why.more", { count: facts.more })}</p>}
    </>
  );
}

function Member({ one }: { one: Candidate }) {
  const { t } = useTranslation(NS);
  const name = useNames()(one.agent);
  return (
    <li data-standing={one.standing}>
      <Avatar name={name} id={one.agent} size="xs" />
      <bdi className={css.name}>{name}</bdi>
      <span className={css.load}>{t("why.load_of", { load: one.load, most: one.most })}</span>
      <span className={css.standing}>{t(`why.standing.${one.standing}`, { defaultValue: one.standing })}</span>
    </li>
  );
}

function useNames() {
  const { t } = useTranslation();
  const { agents } = useWorkspace();
  return (id: string | undefined): string => agents.find((agent) => agent.id === id)?.name ?? t("someone");
}
