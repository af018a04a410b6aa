import type { AgentView } from "@tertulia/protocol";
import { usePresence } from "../../app/workspace";
import { Avatar } from "../../ui/Avatar";

/** A colleague's face, with whether he is there. */
export function Face({ agent, name = "", size = "s" }: { agent: AgentView | undefined; name?: string; size?: "xs" | "s" | "m" }) {
  const presence = usePresence(agent);
  return <Avatar name={agent?.name ?? name} id={agent?.id ?? name} size={size} presence={agent ? presence : undefined} />;
}
