import { Tooltip } from "@mantine/core";
import type { ConversationView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { useShallow } from "zustand/react/shallow";
import { useWorkspace } from "../../app/workspace";
import { useLive } from "../../live/store";
import { lookers } from "../../live/viewing";
import { Face } from "../team/Face";
import css from "./Viewers.module.css";

const FACES = 3;

/** Colleagues who look at the same conversation: a face each, their names on hover. */
export function Viewers({ row }: { row: ConversationView }) {
  const { t, i18n } = useTranslation();
  const { agents, me } = useWorkspace();
  const ids = useLive(useShallow((state) => lookers(state.viewing, row.id)));
  const here = agents.filter((agent) => agent.id !== me.id && ids.includes(agent.id));
  if (here.length === 0) return null;
  const names = new Intl.ListFormat(i18n.language).format(here.map((agent) => agent.name));
  const label = t(here.length === 1 ? "thread.viewing" : "thread.viewingMany", { names });
  return (
    <Tooltip label={label} withArrow={false}>
      <span className={css.viewers} role="img" aria-label={label} data-testid="viewers">
        {here.slice(0, FACES).map((agent) => (
          <Face key={agent.id} agent={agent} size="xs" />
        ))}
        {here.length > FACES && <span className={css.more}>+{here.length - FACES}</span>}
        <span className={css.eye} />
      </span>
    </Tooltip>
  );
}
