import { Popover, TextInput } from "@mantine/core";
import { IconCheck, IconChevronDown, IconSearch, IconUserOff, IconUserPlus } from "@tabler/icons-react";
import type { AgentView, ConversationView } from "@tertulia/protocol";
import { lazy, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAgent, useColleagues, usePresence, useWorkspace } from "../../app/workspace";
import { changeConversation } from "../../commands/changeConversation";
import { Avatar } from "../../ui/Avatar";
import { matches } from "../../rules/search";
import { listKeys } from "../../ui/listKeys";
import { useShortcuts } from "../../ui/shortcuts";
import { Face } from "../team/Face";
import css from "./AssignMenu.module.css";

const WhyNow = lazy(() => import("../queues/WhyNow"));

export function AssignMenu({ row }: { row: ConversationView }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const agent = useAgent(row.assignee_id);
  useShortcuts({ a: () => setOpened(true) });
  const label = agent ? t("action.assignee", { name: agent.name }) : t("action.assign");
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={260} trapFocus returnFocus withRoles>
      <Popover.Target>
        <button
          type="button"
          className={css.button}
          onClick={() => setOpened(!opened)}
          aria-label={label}
          title={label}
          data-testid="assign"
        >
          {agent ? <Face agent={agent} size="xs" /> : <IconUserPlus size={17} />}
          <span className={css.name}>{agent ? agent.name : t("action.assign")}</span>
          <IconChevronDown size={14} className={css.chevron} />
        </button>
      </Popover.Target>
      <Popover.Dropdown p={6} aria-label={t("action.assignTo")}>
        {opened && <People row={row} close={() => setOpened(false)} />}
      </Popover.Dropdown>
    </Popover>
  );
}

interface Choice {
  id: string;
  label: string;
  agent?: AgentView;
}

const optionId = (choice: Choice): string => `assign-${choice.id || "nobody"}`;

function useChoices(row: ConversationView, query: string): Choice[] {
  const { t } = useTranslation();
  const { me } = useWorkspace();
  const agents = useColleagues();
  const others = agents.filter((agent) => agent.id !== me.id);
  const all: Choice[] = [
    { id: me.id, label: t("action.assignMe"), agent: me },
    ...others.map((agent) => ({ id: agent.id, label: agent.name, agent })),
  ];
  const found = all.filter((choice) => matches(`${choice.label} ${choice.agent?.name ?? ""}`, query));
  return row.assignee_id && !query ? [...found, { id: "", label: t("action.unassign") }] : found;
}

function People({ row, close }: { row: ConversationView; close(): void }) {
  const { t } = useTranslation();
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const choices = useChoices(row, query);
  const choose = (choice: Choice | undefined) => {
    if (!choice) return;
    close();
    assign(row, choice.id);
  };
  const keys = listKeys(at, choices.length, setAt, (one) => choose(choices[one]));
  return (
    <>
      <TextInput
        size="xs"
        data-autofocus
        leftSection={<IconSearch size={15} />}
        placeholder={t("action.search")}
        aria-label={t("action.search")}
        value={query}
        onChange={({ currentTarget }) => {
          setQuery(currentTarget.value);
          setAt(0);
        }}
        onKeyDown={keys}
        role="combobox"
        aria-expanded
        aria-controls="assign-choices"
        aria-activedescendant={choices[at] && optionId(choices[at])}
      />
      <div id="assign-choices" role="listbox" aria-label={t("action.assignTo")} className={css.list}>
        {choices.map((choice, i) => (
          <Person key={choice.id} choice={choice} active={i === at} current={row.assignee_id} choose={() => choose(choice)} />
        ))}
        {choices.length === 0 && <p className={css.nobody}>{t("action.nobodyFound")}</p>}
      </div>
      {row.assignee_id && <WhyHe row={row} />}
    </>
  );
}

/** Folded: it costs a question to the server. */
function WhyHe({ row }: { row: ConversationView }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const words = useRef<HTMLDivElement>(null);
  const show = () => {
    words.current?.focus(); // the button goes; what follows is still in here
    setOpen(true);
  };
  return (
    <div className={css.why} ref={words} tabIndex={-1}>
      {open ? (
        <Suspense fallback={null}>
          <WhyNow row={row} />
        </Suspense>
      ) : (
        <button type="button" onClick={show} data-testid="why-now">
          {t("thread.why")}
        </button>
      )}
    </div>
  );
}

function assign(row: ConversationView, id: string): void {
  if (id !== (row.assignee_id ?? "")) void changeConversation(row.id, { assignee_id: id });
}

interface PersonProps {
  choice: Choice;
  active: boolean;
  current: string | undefined; // whose it is now
  choose(): void;
}

function Person({ choice, active, current, choose }: PersonProps) {
  const chosen = choice.id !== "" && choice.id === current;
  const presence = usePresence(choice.agent);
  return (
    <div
      id={optionId(choice)}
      role="option"
      aria-selected={chosen}
      data-active={active || undefined}
      className={css.person}
      onClick={choose}
    >
      {choice.agent ? (
        <Avatar name={choice.agent.name} id={choice.agent.id} size="s" presence={presence} />
      ) : (
        <span className={css.off}>
          <IconUserOff size={16} />
        </span>
      )}
      <span className={css.label}>{choice.label}</span>
      {chosen && <IconCheck size={16} />}
    </div>
  );
}
