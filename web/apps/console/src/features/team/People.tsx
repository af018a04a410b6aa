import { IconCheck } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useColleagues, useWorkspace } from "../../app/workspace";
import { Face } from "./Face";
import { suggest } from "./mentions";
import css from "./People.module.css";

interface Props {
  chosen: string[];
  change(chosen: string[]): void;
  without?: readonly string[];
  empty: string;
}

const FILTER_FROM = 8;

/** Choose colleagues. */
export function People({ chosen, change, without = [], empty }: Props) {
  const { t } = useTranslation();
  const { me } = useWorkspace();
  const agents = useColleagues();
  const [query, setQuery] = useState("");
  const all = agents.filter(({ id, active }) => id !== me.id && active !== false && !without.includes(id));
  const shown = query.trim() ? suggest(all, query.trim()) : all;
  const toggle = (id: string) =>
    change(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
  if (all.length === 0) return <p className={css.none}>{empty}</p>;
  return (
    <div className={css.people}>
      {all.length >= FILTER_FROM && (
        <input className={css.filter} value={query} placeholder={t("team.filter")} aria-label={t("team.filter")} onChange={(event) => setQuery(event.target.value)} />
      )}
      <ul className={`${css.list} scroll`} aria-label={t("team.colleagues")}>
        {shown.map((agent) => (
          <li key={agent.id}>
            <label className={css.person}>
              <input type="checkbox" className="hidden-visually" checked={chosen.includes(agent.id)} onChange={() => toggle(agent.id)} />
              <Face agent={agent} />
              <span className={css.name}>{agent.name}</span>
              <span className={css.mark} data-on={chosen.includes(agent.id) || undefined}>
                <IconCheck size={14} stroke={3} />
              </span>
            </label>
          </li>
        ))}
      </ul>
      {shown.length === 0 && <p className={css.none}>{t("team.noneFound")}</p>}
    </div>
  );
}
