// Keeps the rooms of this tab equal to the server's, and sends what waits for a network.
import type { ServerEvent, TeamMessageView } from "@tertulia/protocol";
import i18n from "i18next";
import { create } from "zustand";
import * as api from "../api/team";
import { chime } from "./chime";
import { showDesktop } from "./desktop";
import {
  applyTeamEvent,
  changeRoomThread,
  emptyTeam,
  mergeTeamMessages,
  missingIn,
  putOverview,
  type TeamState,
} from "./team";

export const useTeam = create<TeamState>(() => emptyTeam);
export const team = (): TeamState => useTeam.getState();

export function updateTeam(change: (state: TeamState) => TeamState): void {
  const before = team();
  const after = change(before);
  if (after !== before) useTeam.setState(after, true);
}

/** Which room is on the screen; '' = none. Set by the panel. */
export const onScreen = { room: "" };
let resend: (me: string) => void = () => undefined;
export const onReturn = (send: (me: string) => void): void => void (resend = send);

const filling = new Set<string>();
let me = "";

/** Another person may sign in on this screen. */
export function startTeam(id: string): void {
  if (id !== me) useTeam.setState(emptyTeam, true);
  me = id;
}

export async function refreshTeam(): Promise<void> {
  const view = await api.overview();
  updateTeam((state) => putOverview(state, view));
  await Promise.all(Object.keys(team().threads).map((id) => fillRoom(id)));
  resend(me);
}

export async function loadRoom(id: string): Promise<void> {
  if (team().threads[id]?.loaded) return fillRoom(id);
  const page = await api.newest(id);
  updateTeam((state) =>
    changeRoomThread(state, id, (thread) => ({
      ...mergeTeamMessages(thread, page.messages, me),
      more: page.more,
      loaded: true,
    })),
  );
  await fillRoom(id);
}

export async function loadOlderIn(id: string): Promise<void> {
  const oldest = team().threads[id]?.messages[0]?.seq;
  if (oldest === undefined) return;
  const page = await api.before(id, oldest);
  updateTeam((state) =>
    changeRoomThread(state, id, (thread) => ({ ...mergeTeamMessages(thread, page.messages, me), more: page.more })),
  );
}

/** Ask for what is missing until nothing is. */
async function fillRoom(id: string): Promise<void> {
  if (filling.has(id)) return;
  filling.add(id);
  try {
    let last = -1;
    for (let after = missingIn(team(), id); after !== null && after !== last; after = missingIn(team(), id)) {
      last = after;
      const page = await api.after(id, after);
      updateTeam((state) => changeRoomThread(state, id, (thread) => mergeTeamMessages(thread, page.messages, me)));
    }
  } finally {
    filling.delete(id);
  }
}

export function receiveTeam(events: readonly ServerEvent[]): void {
  const rooms = new Set<string>();
  let unknown = false;
  for (const event of events) {
    if (!event.type?.startsWith("team.")) continue;
    const before = team();
    updateTeam((state) => applyTeamEvent(state, event, me, Date.now()));
    if (event.type !== "team.message") continue;
    rooms.add(event.message.room_id);
    unknown ||= !before.rooms[event.message.room_id];
    ring(event.message, before);
  }
  for (const id of rooms) void fillRoom(id).catch(() => undefined);
  if (unknown && team().ready) void refreshTeam().catch(() => undefined);
}

let openRoom: (room: string) => void = () => undefined;

/** How a click on a desktop notice leads to its room. */
export const onRoomNotice = (open: (room: string) => void): void => void (openRoom = open);

/** Words for me alone, or that call me. What a group says among itself only counts. */
function ring(message: TeamMessageView, before: TeamState): void {
  const room = before.rooms[message.room_id];
  const heard = message.seq <= (room?.seq ?? 0);
  if (heard || message.author_id === me || message.event) return;
  const looking = onScreen.room === message.room_id && document.hasFocus();
  if (looking || !(room?.kind === "direct" || message.mentions?.includes(me))) return;
  chime();
  if (document.visibilityState === "visible" && document.hasFocus()) return;
  const id = message.room_id;
  const words = message.text || message.media?.[0]?.name || i18n.t("team.file");
  showDesktop(message.author_name || i18n.t("someone"), words, `team-${id}#${message.seq}`, () => openRoom(id));
}
