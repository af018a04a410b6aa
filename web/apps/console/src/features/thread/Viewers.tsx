import type { ConversationView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { useShallow } from "zustand/react/shallow";
import { useWorkspace } from "../../app/workspace";
import { useLive } from "../../live/store";
import { Avatar } from "../../ui/Avatar";
import css from "./Viewers.module.css";

/** Colleagues who look at the same conversation. */
export function Viewers({ row }: { row: ConversationView }) {
  const { t, i18n } = useTranslation();
  const { agents, me } = useWorkspace();
  const ids = useLive(
    useShallow((state) => Object.keys(state.viewing).filter((agent) => state.viewing[agent] === row.id)),
  );
  const here = agents.filter((agent) => agent.id !== me.id && ids.includes(agent.id));
  if (here.length === 0) return null;
  const names = new Intl.ListFormat(i18n.language).format(here.map((agent) => agent.name));
  const label = t(here.length === 1 ? "thread.viewing" : "thread.viewingMany", { names });
  return (
    <span className={css.viewers} title={label} role="img" aria-label={label} data-testid="viewers">
      {here.slice(0, 3).map((agent) => (
        <Avatar key={agent.id} name={agent.name} id={agent.id} size="xs" />
      ))}
      <span className={css.eye} />
    </span>
  );
}
