// What rooms and people are called, in the reader's language.
import type { AgentView, TeamRoomView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../../app/workspace";

export interface Names {
  me: AgentView;
  room(room: TeamRoomView): string;
  /** As he is called now; else as he was when he wrote. */
  person(id: string, then?: string): string;
  agent(id: string): AgentView | undefined;
  /** The other one of a room of two. */
  other(room: TeamRoomView): AgentView | undefined;
  /** Who can read what is said there, but me. */
  others(room: TeamRoomView): AgentView[];
}

export function useNames(): Names {
  const { t } = useTranslation();
  const { me, agents } = useWorkspace();
  const agent = (id: string) => agents.find((one) => one.id === id);
  const person = (id: string, then = "") => agent(id)?.name ?? (then || "—");
  const otherId = (room: TeamRoomView) => (room.members ?? []).find((id) => id !== me.id) ?? "";
  const room = (one: TeamRoomView) => {
    if (one.kind === "everyone") return t("team.everyone");
    return one.kind === "direct" ? person(otherId(one)) : (one.name ?? "");
  };
  const others = (one: TeamRoomView) =>
    agents.filter(({ id, active }) => id !== me.id && active !== false && (one.kind === "everyone" || (one.members ?? []).includes(id)));
  return { me, room, person, agent, other: (one) => agent(otherId(one)), others };
}
