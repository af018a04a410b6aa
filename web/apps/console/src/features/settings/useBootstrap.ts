import { useQueryClient } from "@tanstack/react-query";
import type { AgentView, Bootstrap, QueueView } from "@tertulia/protocol";

/** Changes what `GET /me` told, before the server's notice makes it be asked again. */
export function useSetBootstrap() {
  const queries = useQueryClient();
  return (change: (held: Bootstrap) => Bootstrap) =>
    queries.setQueryData<Bootstrap>(["me"], (held) => held && change(held));
}

function put<T extends { id: string }>(list: readonly T[], changed: T): T[] {
  const known = list.some(({ id }) => id === changed.id);
  return known ? list.map((one) => (one.id === changed.id ? changed : one)) : [...list, changed];
}

export const withAgent =
  (agent: AgentView) =>
  (held: Bootstrap): Bootstrap => ({
    ...held,
    agents: put(held.agents, agent),
    me: held.me.id === agent.id ? agent : held.me,
  });

export const withQueue =
  (queue: QueueView) =>
  (held: Bootstrap): Bootstrap => ({ ...held, queues: put(held.queues, queue) });

export const withoutQueue =
  (id: string) =>
  (held: Bootstrap): Bootstrap => ({ ...held, queues: held.queues.filter((queue) => queue.id !== id) });
