/** Which form stands in place of the chat. Pure. */
import type { FormField } from "@tertulia/protocol";
import type { State } from "./state";

export type Form = "" | "prechat" | "offline";

/** What the visitor has not told yet, of what the site asks. */
export function lacking({ config, contact }: State): FormField[] {
  return (config?.fields ?? []).filter(({ name }) => !contact?.[name]);
}

export function formFor(state: State): Form {
  const { config, contact, conversation, outbox, formed } = state;
  if (!config || !contact || conversation || outbox.length || formed) return "";
  if (config.offline_form && !state.agentsOnline) return "offline";
  const fields = config.prechat === "off" ? [] : lacking(state);
  const asks = config.prechat === "required" ? fields.some(({ required }) => required) : fields.length;
  return asks || config.departments?.length ? "prechat" : "";
}
