// A trigger in a few words: "Keyword: price, cost". Pure.
import type { Names } from "./nodes/kind";
import type { FlowTrigger } from "./types";

type Say = (key: string, values?: Record<string, unknown>) => string;

export function triggerText(trigger: FlowTrigger, t: Say, names: Names): string {
  const what = t(`trigger.${trigger.kind}`);
  const told = detail(trigger, names);
  return told ? `${what}: ${told}` : what;
}

function detail(trigger: FlowTrigger, { tags = [] }: Names): string {
  switch (trigger.kind) {
    case "keyword":
      return (trigger.words ?? []).join(", ");
    case "button":
      return (trigger.buttons ?? []).join(", ");
    case "tag":
      return tags.flatMap(({ id, name }) => (trigger.tag_ids?.includes(id) ? [name] : [])).join(", ");
    case "event":
      return trigger.event ?? "";
    case "schedule":
      return [trigger.moments?.date, trigger.moments?.at].filter(Boolean).join(" ");
    default:
      return "";
  }
}
