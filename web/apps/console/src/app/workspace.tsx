// Who I am and whom I work with: what `GET /me` told, for every screen.
import type { AgentView, Bootstrap, ChannelView, QueueView, TagView } from "@tertulia/protocol";
import { createContext, useContext, useMemo } from "react";
import { useLive } from "../live/store";
import type { Presence } from "../live/state";

const Context = createContext<Bootstrap | null>(null);
export const WorkspaceProvider = Context.Provider;

export function useWorkspace(): Bootstrap {
  const workspace = useContext(Context);
  if (!workspace) throw new Error("outside of the workspace");
  return workspace;
}

export function useAgent(id: string | undefined): AgentView | undefined {
  return useWorkspace().agents.find((agent) => agent.id === id);
}

/** Whom something can be given to: agents who were sent away are names on what they did, no more. */
export function useColleagues(): AgentView[] {
  const { agents } = useWorkspace();
  return useMemo(() => agents.filter(({ active }) => active !== false), [agents]);
}

export function useQueue(id: string | undefined): QueueView | undefined {
  return useWorkspace().queues.find((queue) => queue.id === id);
}

export function useChannel(id: string | undefined): ChannelView | undefined {
  return useWorkspace().channels.find((channel) => channel.id === id);
}

/** Those that still exist, in the account's order. */
export function useTags(ids: readonly string[] | undefined): TagView[] {
  const { tags = [] } = useWorkspace();
  return ids && ids.length > 0 ? tags.filter((tag) => ids.includes(tag.id)) : NONE;
}

const NONE: TagView[] = [];

/** As the socket last told, else as it was at load. */
export function usePresence(agent: AgentView | undefined): Presence {
  const told = useLive((state) => (agent ? state.presence[agent.id] : undefined));
  return told ?? agent?.presence ?? "offline";
}

export const canManage = (me: AgentView): boolean => me.role === "owner" || me.role === "administrator";

/** Reports, the live board, answers to surveys. */
export const canOversee = (me: AgentView): boolean => canManage(me) || me.role === "supervisor";
