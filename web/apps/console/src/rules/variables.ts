// A quick look at a text with plain variables filled in; what it inserts is the server's answer.
// tests/fixtures/composer/variables.json holds both to the same.

export type Values = Record<string, Record<string, unknown>>;

const PLAIN = /\{\{\s*([a-z_]+(?:\.[\w-]+)+)\s*\}\}/g;

export const VARIABLES = [
  "contact.name",
  "contact.first_name",
  "contact.email",
  "contact.phone",
  "agent.name",
  "agent.first_name",
  "conversation.id",
  "channel.name",
  "account.name",
] as const;

export function fillPlain(text: string, values: Values): string {
  return text.replace(PLAIN, (_, path: string) => lookUp(values, path.split(".")));
}

function lookUp(values: Values, path: string[]): string {
  let found: unknown = values;
  for (const name of path) {
    found = found !== null && typeof found === "object" && Object.hasOwn(found, name) ? (found as Values)[name] : "";
  }
  return typeof found === "string" ? found : "";
}
