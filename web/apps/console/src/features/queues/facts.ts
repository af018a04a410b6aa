// What the line of an assignment tells: docs/queues.md, "Why this agent?".
import type { MessageView } from "@tertulia/protocol";

export interface Candidate {
  agent: string;
  standing: string;
  load: number;
  most: number;
  level: number;
}

export interface Facts {
  why: string;
  older: number;
  more: number;
  agents: Candidate[];
}

/** null: people did it, or it is from a version that told otherwise. */
export function factsOf(line: MessageView): Facts | null {
  const told = line.content.data?.why;
  if (!told) return null;
  try {
    const { why, older, more, agents } = JSON.parse(told) as Record<string, unknown>;
    if (typeof why !== "string" || !Array.isArray(agents)) return null;
    return {
      why,
      older: Number(older) || 0,
      more: Number(more) || 0,
      agents: agents.flatMap((one): Candidate[] => {
        if (!Array.isArray(one)) return [];
        const [agent, standing, load, most, level] = one as unknown[];
        return [{ agent: String(agent), standing: String(standing), load: Number(load), most: Number(most), level: Number(level) }];
      }),
    };
  } catch {
    return null;
  }
}

/** Which words say why: a key below "why". */
export function reasonOf(line: MessageView, facts: Facts | null): string {
  const { event } = line.content;
  if (facts?.why) return facts.why;
  if (event === "conversation.declined" || event === "conversation.offer_lapsed") return "back";
  if (line.author.id && line.author.id === line.content.data?.assignee_id) return "self";
  return event === "conversation.transferred" ? "transferred" : "hand";
}
