// Quick responses and scheduled messages, fetched when they are first needed and kept by the socket.
import { useQuery } from "@tanstack/react-query";
import type { QuickResponseView, ScheduleChanged, ScheduleView, ServerEvent } from "@tertulia/protocol";
import i18n from "i18next";
import * as api from "../api/schedules";
import { navigate } from "wouter/use-browser-location";
import { toast } from "../ui/toasts";
import { queries } from "./listFetch";

export const REPLIES = ["replies"];
const schedulesKey = (conversation: string) => ["schedules", conversation];

export function useReplies(wanted = true) {
  return useQuery({
    queryKey: REPLIES,
    queryFn: async () => (await api.replies()).responses,
    enabled: wanted,
  });
}

export function setReplies(change: (held: QuickResponseView[]) => QuickResponseView[]): void {
  queries.setQueryData<QuickResponseView[]>(REPLIES, (held) => held && change(held));
}

export function useSchedules(conversation: string) {
  return useQuery({
    queryKey: schedulesKey(conversation),
    queryFn: async () => (await api.schedules(conversation)).schedules,
  });
}

export function putSchedule(schedule: ScheduleView): void {
  const due = (one: ScheduleView) => `${one.due_at}${one.created_at}`;
  queries.setQueryData<ScheduleView[]>(schedulesKey(schedule.conversation_id), (held = []) =>
    [...held.filter(({ id }) => id !== schedule.id), schedule].sort((a, b) => (due(a) < due(b) ? -1 : 1)),
  );
  refetchPage();
}

export function dropSchedule(conversation: string, id: string): void {
  queries.setQueryData<ScheduleView[]>(schedulesKey(conversation), (held = []) => held.filter((one) => one.id !== id));
  refetchPage();
}

const refetchPage = (): void => void queries.invalidateQueries({ queryKey: ["allSchedules"] });

/** What the socket tells of them. */
export function laterNotice(event: ServerEvent, me: string): void {
  if (event.type === "replies.changed") void queries.invalidateQueries({ queryKey: REPLIES });
  if (event.type !== "schedule.changed") return;
  void queries.invalidateQueries({ queryKey: schedulesKey(event.conversation_id) });
  refetchPage();
  if (event.state === "failed" && event.author_id === me) tellFailure(event);
}

const told = new Set<string>();

function tellFailure({ schedule_id, version, reason, contact_name, conversation_id }: ScheduleChanged): void {
  const once = `${schedule_id}#${version}`;
  if (told.has(once)) return;
  told.add(once);
  toast({
    tone: "bad",
    text: i18n.t("compose.schedule.failedToast", { name: contact_name || i18n.t("visitor"), reason: reason ?? "" }),
    action: {
      label: i18n.t("compose.schedule.show"),
      run: () => navigate(`/inbox/all/open/${conversation_id}`),
    },
  });
}

/** After a reconnection: what may have changed meanwhile. */
export function refreshLater(): void {
  void queries.invalidateQueries({ queryKey: REPLIES });
  void queries.invalidateQueries({ queryKey: ["schedules"] });
  refetchPage();
}
