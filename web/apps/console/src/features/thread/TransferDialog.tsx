import { Button, Modal, Textarea, TextInput } from "@mantine/core";
import { IconRobot, IconSearch, IconUsersGroup } from "@tabler/icons-react";
import type { AgentView, ConversationView } from "@tertulia/protocol";
import { useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { useColleagues, usePresence, useWorkspace } from "../../app/workspace";
import { newTransferId, transfer } from "../../commands/handOn";
import { giveToBot } from "../../commands/bots";
import { matches } from "../../rules/search";
import { Avatar } from "../../ui/Avatar";
import { composing } from "../../ui/composing";
import { useKeptText } from "../../ui/keptText";
import { sayWhy } from "../../ui/sayWhy";
import { toast } from "../../ui/toasts";
import { running, useFlowNames } from "../bots/useFlowNames";
import { MentionMenu } from "./MentionMenu";
import css from "./TransferDialog.module.css";

interface Goal {
  kind: "agent" | "queue" | "bot";
  id: string;
  name: string;
  agent?: AgentView;
}

interface Props {
  row: ConversationView;
  close(): void;
}

/** To an agent or a queue, with a note for who takes it. */
export default function TransferDialog({ row, close }: Props) {
  const { t } = useTranslation();
  const { agents } = useWorkspace();
  const [goal, setGoal] = useState<Goal | null>(null);
  const [note, setNote] = useKeptText(`transfer ${row.id}`);
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const clientId = useRef(newTransferId()); // of this dialog: pressing twice transfers once
  const field = useRef<HTMLTextAreaElement>(null);
  const submit = async () => {
    if (!goal) return setError(t("desk.transfer.choose"));
    setBusy(true);
    if (goal.kind === "bot") {
      return giveToBot(row.id, goal, clientId.current).then(close, (problem) => {
        setError(sayWhy(problem));
        setBusy(false);
      });
    }
    const to = goal.kind === "agent" ? { agentId: goal.id } : { queueId: goal.id };
    try {
      const after = await transfer(row.id, { ...to, note, clientId: clientId.current }, agents);
      setNote("");
      const done = goal.kind === "queue" ? "doneQueue" : after.offered_to ? "doneAgent" : "doneAway";
      toast({ tone: "good", text: t(`desk.transfer.${done}`, { name: goal.name }) });
      close();
    } catch (problem) {
      setError(sayWhy(problem));
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={close} title={t("desk.transfer.title")} size={440} closeButtonProps={{ "aria-label": t("close") }}>
      <form
        className={css.form}
        data-testid="transfer-dialog"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Goals
          row={row}
          goal={goal}
          choose={(chosen) => {
            setGoal(chosen);
            setError("");
            clientId.current = newTransferId();
          }}
        />
        {goal?.kind !== "bot" && <Textarea
          ref={field}
          label={t("desk.transfer.note")}
          placeholder={t("desk.transfer.notePlaceholder")}
          autosize
          minRows={2}
          maxRows={6}
          maxLength={10_000}
          value={note}
          onChange={({ currentTarget }) => setNote(currentTarget.value)}
        />}
        <MentionMenu id="transfer-mentions" field={field} text={note} change={setNote} />
        {error && (
          <p className={css.error} role="alert">
            {error}
          </p>
        )}
        <Button type="submit" loading={busy} data-testid="transfer-submit">
          {t("desk.transfer.submit")}
        </Button>
      </form>
    </Modal>
  );
}

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
const optionId = (goal: Goal): string => `transfer-${goal.kind}-${goal.id}`;

interface GoalsProps {
  row: ConversationView;
  goal: Goal | null;
  choose(goal: Goal): void;
}

function Goals({ row, goal, choose }: GoalsProps) {
  const { t } = useTranslation();
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const goals = useGoals(row).filter(({ name }) => matches(name, query));
  const keys = (event: KeyboardEvent) => {
    if (composing(event.nativeEvent)) return;
    const step = STEPS[event.key];
    if (step) setAt((at + step + goals.length) % Math.max(goals.length, 1));
    else if (event.key === "Enter" && goals[at] && goals[at]!.id !== goal?.id) choose(goals[at]!);
    else return;
    event.preventDefault();
  };
  return (
    <div>
      <TextInput
        data-autofocus
        label={t("desk.transfer.to")}
        placeholder={t("desk.transfer.find")}
        leftSection={<IconSearch size={15} />}
        value={query}
        role="combobox"
        aria-expanded
        aria-controls="transfer-goals"
        aria-activedescendant={goals[at] && optionId(goals[at]!)}
        onKeyDown={keys}
        onChange={({ currentTarget }) => {
          setQuery(currentTarget.value);
          setAt(0);
        }}
      />
      <div id="transfer-goals" role="listbox" aria-label={t("desk.transfer.to")} className={`${css.goals} scroll`}>
        {goals.map((one, i) => (
          <Choice key={optionId(one)} goal={one} active={i === at} chosen={one.id === goal?.id} choose={() => choose(one)} />
        ))}
        {goals.length === 0 && <p className={css.none}>{t("desk.transfer.none")}</p>}
      </div>
    </div>
  );
}

/** Everybody but whose it is, then the queues but the one that it waits in. */
function useGoals(row: ConversationView): Goal[] {
  const { queues, me } = useWorkspace();
  const agents = useColleagues();
  const flows = useFlowNames();
  const people = agents
    .filter(({ id }) => id !== row.assignee_id && (id !== me.id || !!row.assignee_id))
    .map((agent): Goal => ({ kind: "agent", id: agent.id, name: agent.name, agent }));
  const places = queues
    .filter(({ id }) => id !== row.queue_id || !!row.assignee_id)
    .map(({ id, name }): Goal => ({ kind: "queue", id, name }));
  const bots = running(flows)
    .filter(({ id }) => id !== row.bot_id)
    .map(({ id, name }): Goal => ({ kind: "bot", id, name }));
  return [...people, ...places, ...bots];
}

interface ChoiceProps {
  goal: Goal;
  active: boolean;
  chosen: boolean;
  choose(): void;
}

function Choice({ goal, active, chosen, choose }: ChoiceProps) {
  const { t } = useTranslation();
  const presence = usePresence(goal.agent);
  return (
    <div
      ref={(element) => {
        if (active) element?.scrollIntoView({ block: "nearest" });
      }}
      id={optionId(goal)}
      role="option"
      aria-selected={chosen}
      data-active={active || undefined}
      className={css.goal}
      onClick={choose}
    >
      {goal.agent ? (
        <Avatar name={goal.name} id={goal.id} size="s" presence={presence} />
      ) : (
        <span className={css.queue}>
          {goal.kind === "bot" ? <IconRobot size={16} /> : <IconUsersGroup size={16} />}
        </span>
      )}
      <span className={css.name} dir="auto">
        {goal.name}
      </span>
      {goal.kind === "bot" && <span className={css.away}>{t("bots.kind")}</span>}
      {goal.agent && presence === "offline" && <span className={css.away}>{t("desk.transfer.away")}</span>}
    </div>
  );
}
