// Who looks at which conversation. Each says so again every 2 minutes; who is silent for 5 is gone,
// though his browser could not say so. Pure.
export interface Look {
  conversation: string;
  until: number; // milliseconds
}

export type Viewing = Readonly<Record<string, Look>>; // by agent

const SHOWN = 5 * 60_000;

export function looksAt(viewing: Viewing, agent: string, conversation: string, now: number): Viewing {
  if (conversation) return { ...viewing, [agent]: { conversation, until: now + SHOWN } };
  if (!viewing[agent]) return viewing;
  const { [agent]: _gone, ...others } = viewing;
  return others;
}

export function dropOldViewing(viewing: Viewing, now: number): Viewing {
  const left = Object.entries(viewing).filter(([, { until }]) => until > now);
  return left.length === Object.keys(viewing).length ? viewing : Object.fromEntries(left);
}

export const lookers = (viewing: Viewing, conversation: string): string[] =>
  Object.keys(viewing).filter((agent) => viewing[agent]!.conversation === conversation);
