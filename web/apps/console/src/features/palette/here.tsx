// All that can be done with the open conversation, as entries of the palette.
import {
  IconArrowBackUp,
  IconArrowsRightLeft,
  IconAlarm,
  IconAlarmOff,
  IconAt,
  IconBell,
  IconCheck,
  IconFlag3,
  IconHourglass,
  IconLink,
  IconNote,
  IconThumbDown,
  IconThumbUp,
  IconUserOff,
  IconUserPlus,
  IconUsersGroup,
} from "@tabler/icons-react";
import type { ConversationView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { useColleagues, useWorkspace } from "../../app/workspace";
import { changeConversation } from "../../commands/changeConversation";
import { follow } from "../../commands/follow";
import { accept, decline } from "../../commands/handOn";
import { useLive } from "../../live/store";
import { standsFor } from "../../rules/offers";
import { PRIORITIES } from "../../rules/filters";
import { SNOOZE_PRESETS, snoozeUntil } from "../../rules/snooze";
import { exact } from "../../rules/time";
import { Avatar } from "../../ui/Avatar";
import { toast } from "../../ui/toasts";
import { write, writeMention } from "../composer/drafts";
import { askFor } from "../thread/dialogs";
import type { Entry } from "./entries";

/** first: shown before anything is typed. */
export function useHere(id: string): { first: Entry[]; more: Entry[] } {
  const row = useLive((state) => state.rows[id]);
  const plain = usePlain(row);
  const people = usePeople(row);
  const later = useLater(row);
  return { first: plain, more: [...people, ...later] };
}

function usePlain(row: ConversationView | undefined): Entry[] {
  const { t } = useTranslation();
  const { me } = useWorkspace();
  if (!row) return [];
  const { id } = row;
  const resolved = row.status === "resolved";
  const entries: (Entry | false)[] = [
    standsFor(row, me.id, Date.now()) && { id: "accept", name: t("desk.palette.accept"), icon: <IconThumbUp size={18} />, run: () => void accept(id) },
    standsFor(row, me.id, Date.now()) && { id: "decline", name: t("desk.palette.decline"), icon: <IconThumbDown size={18} />, run: () => void decline(id) },
    { id: "reply", name: t("action.reply"), icon: <IconArrowBackUp size={18} />, keys: "r", run: () => write(id, "reply") },
    { id: "note", name: t("keys.note"), icon: <IconNote size={18} />, keys: "n", run: () => write(id, "note") },
    { id: "mention", name: t("desk.palette.mention"), icon: <IconAt size={18} />, keys: "@", run: () => writeMention(id) },
    row.assignee_id !== me.id && {
      id: "assign-me",
      name: t("action.assignMe"),
      icon: <IconUserPlus size={18} />,
      run: () => void changeConversation(id, { assignee_id: me.id }),
    },
    { id: "transfer", name: t("desk.palette.transfer"), icon: <IconArrowsRightLeft size={18} />, keys: "t", run: () => askFor("transfer") },
    {
      id: "follow",
      name: t((row.followers ?? []).includes(me.id) ? "kept.palette.unfollow" : "kept.palette.follow"),
      icon: <IconBell size={18} />,
      run: () => void follow(id, me.id, !(row.followers ?? []).includes(me.id)),
    },
    {
      id: "resolve",
      name: t(resolved ? "action.reopen" : "action.resolve"),
      icon: resolved ? <IconArrowBackUp size={18} /> : <IconCheck size={18} />,
      keys: "e",
      run: () => void changeConversation(id, { status: resolved ? "open" : "resolved" }),
    },
  ];
  return entries.filter((entry): entry is Entry => entry !== false);
}

function usePeople(row: ConversationView | undefined): Entry[] {
  const { t } = useTranslation();
  const { queues, me } = useWorkspace();
  const agents = useColleagues();
  if (!row) return [];
  const { id } = row;
  const others = agents.filter((agent) => agent.id !== me.id && agent.id !== row.assignee_id);
  const nobody: Entry = {
    id: "unassign",
    name: t("desk.palette.unassign"),
    icon: <IconUserOff size={18} />,
    run: () => void changeConversation(id, { assignee_id: "" }),
  };
  return [
    ...others.map((agent) => ({
      id: `assign-${agent.id}`,
      name: t("desk.palette.assignTo", { name: agent.name }),
      icon: <Avatar name={agent.name} id={agent.id} size="xs" />,
      run: () => void changeConversation(id, { assignee_id: agent.id }),
    })),
    ...(row.assignee_id ? [nobody] : []),
    ...queues
      .filter((queue) => queue.id !== row.queue_id)
      .map((queue) => ({
        id: `queue-${queue.id}`,
        name: t("desk.palette.moveTo", { name: queue.name }),
        icon: <IconUsersGroup size={18} />,
        run: () => void changeConversation(id, { queue_id: queue.id }),
      })),
  ];
}

function useLater(row: ConversationView | undefined): Entry[] {
  const { t, i18n } = useTranslation();
  if (!row) return [];
  const { id } = row;
  const now = new Date();
  const snoozes = SNOOZE_PRESETS.map((preset) => {
    const until = snoozeUntil(preset, now);
    return {
      id: `snooze-${preset}`,
      name: t("desk.palette.snooze", { time: t(`snooze.${preset}`) }),
      detail: exact(until.getTime(), i18n.language),
      icon: <IconAlarm size={18} />,
      run: () => void changeConversation(id, { status: "snoozed", snoozed_until: until.toISOString() }),
    };
  });
  const wake = { id: "wake", name: t("desk.palette.wake"), icon: <IconAlarmOff size={18} />, run: () => void changeConversation(id, { status: "open" }) };
  const pending = { id: "pending", name: t("desk.palette.pending"), icon: <IconHourglass size={18} />, run: () => void changeConversation(id, { status: "pending" }) };
  const priorities = PRIORITIES.filter((priority) => priority !== (row.priority ?? "")).map((priority) => ({
    id: `priority-${priority || "none"}`,
    name: t("desk.palette.priority", { name: t(`priority.${priority || "none"}`) }),
    icon: <IconFlag3 size={18} />,
    run: () => void changeConversation(id, { priority }),
  }));
  const copy = () => {
    const link = `${location.origin}/inbox/all/${row.status}/${id}`;
    void navigator.clipboard.writeText(link).then(() => toast({ tone: "good", text: t("copied") }));
  };
  return [
    ...(row.status === "resolved" ? [] : snoozes),
    ...(row.status === "snoozed" ? [wake] : []),
    ...(row.status === "open" ? [pending] : []),
    ...priorities,
    { id: "copy-link", name: t("desk.palette.copyLink"), icon: <IconLink size={18} />, run: copy },
  ];
}
