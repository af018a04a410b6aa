import { Button } from "@mantine/core";
import { IconBell, IconBellOff } from "@tabler/icons-react";
import type { ConversationView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../../app/workspace";
import { editFact } from "../../commands/editFact";
import { follow } from "../../commands/follow";
import { Avatar } from "../../ui/Avatar";
import { FactList } from "../contacts/Attributes";
import css from "./Kept.module.css";
import { Section } from "./Section";

/** What is kept about this conversation, not about the contact; and who wants to hear of it. */
export function Kept({ row }: { row: ConversationView }) {
  const { t } = useTranslation();
  return (
    <Section title={t("kept.conversation")}>
      <FactList
        facts={row.attributes ?? {}}
        most={20}
        longest={200}
        save={(name, value) => editFact(row.id, name, value)}
        testId="conversation-attributes"
      />
      <Followers row={row} />
    </Section>
  );
}

function Followers({ row }: { row: ConversationView }) {
  const { t, i18n } = useTranslation();
  const { me, agents } = useWorkspace();
  const ids = row.followers ?? [];
  const following = ids.includes(me.id);
  const people = agents.filter((agent) => ids.includes(agent.id));
  const names = new Intl.ListFormat(i18n.language).format(people.map((agent) => agent.name));
  const Icon = following ? IconBellOff : IconBell;
  return (
    <div className={css.followers}>
      {people.length > 0 && (
        <span className={css.faces} role="img" aria-label={t("kept.followedBy", { names })} title={t("kept.followedBy", { names })}>
          {people.slice(0, 5).map((agent) => (
            <Avatar key={agent.id} name={agent.name} id={agent.id} size="xs" />
          ))}
          {people.length > 5 && <span>+{people.length - 5}</span>}
        </span>
      )}
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        leftSection={<Icon size={15} />}
        onClick={() => void follow(row.id, me.id, !following)}
        data-testid="follow"
      >
        {t(following ? "kept.unfollow" : "kept.follow")}
      </Button>
    </div>
  );
}
