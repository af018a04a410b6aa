import type { AgentView } from "@tertulia/protocol";
import { useEffect, useState, type RefObject } from "react";
import { useTranslation } from "react-i18next";
import { useColleagues, usePresence, useWorkspace } from "../../app/workspace";
import { typedMention, type Typed } from "../../rules/mentions";
import { matches } from "../../rules/search";
import { place } from "../../ui/caret";
import { useCaret, useMenuAria, useMenuKeys } from "../composer/fieldMenu";
import { Avatar } from "../../ui/Avatar";
import css from "./MentionMenu.module.css";

const SHOWN = 6;
const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };

interface Props {
  field: RefObject<HTMLTextAreaElement | null>;
  text: string;
  change(text: string): void;
  id: string; // unique on the page
}

/** "@" in a note opens the colleagues; typing narrows, Enter or Tab chooses, Escape closes. */
export function MentionMenu({ field, text, change, id }: Props) {
  const { t } = useTranslation();
  const { typed, close } = useTyped(field, text);
  const [at, setAt] = useState(0);
  const people = usePeople(typed?.query ?? "");
  const open = typed !== null && people.length > 0;
  useEffect(() => setAt(0), [typed?.at, typed?.query]);
  const choose = (agent: AgentView | undefined) => {
    const input = field.current;
    if (!typed || !agent || !input) return;
    const head = `${text.slice(0, typed.at)}@${agent.name} `;
    change(head + text.slice(typed.at + 1 + typed.query.length).replace(/^ /, ""));
    close();
    place(input, head.length);
  };
  useMenuKeys(field, open, (key) => {
    const step = STEPS[key];
    if (step) setAt((before) => (before + step + people.length) % people.length);
    else if (key === "Escape") close();
    else choose(people[at]);
  });
  useMenuAria(field, open, id, `${id}-${people[at]?.id ?? ""}`);
  if (!open) return null;
  return (
    <div id={id} role="listbox" aria-label={t("desk.mention.pick")} className={css.menu} data-testid="mention-menu">
      {people.map((agent, i) => (
        <Person key={agent.id} id={`${id}-${agent.id}`} agent={agent} active={i === at} choose={() => choose(agent)} />
      ))}
    </div>
  );
}

function usePeople(query: string): AgentView[] {
  const { me } = useWorkspace();
  const agents = useColleagues();
  return agents.filter((agent) => agent.id !== me.id && matches(agent.name, query)).slice(0, SHOWN);
}

/** What is typed after an "@" at the caret; nothing after Escape, until another "@". */
function useTyped(field: Props["field"], text: string) {
  const [closed, setClosed] = useState(-1);
  const caret = useCaret(field, text);
  const found = caret < 0 ? null : typedMention(text, caret);
  const typed: Typed | null = found && found.at !== closed ? found : null;
  useEffect(() => {
    if (!found) setClosed(-1);
  }, [found === null]);
  return { typed, close: () => setClosed(typed?.at ?? -1) };
}

interface PersonProps {
  id: string;
  agent: AgentView;
  active: boolean;
  choose(): void;
}

function Person({ id, agent, active, choose }: PersonProps) {
  const presence = usePresence(agent);
  return (
    <div
      id={id}
      role="option"
      aria-selected={active}
      className={css.person}
      onMouseDown={(event) => {
        event.preventDefault(); // the field keeps the focus
        choose();
      }}
    >
      <Avatar name={agent.name} id={agent.id} size="xs" presence={presence} />
      <span>{agent.name}</span>
    </div>
  );
}
