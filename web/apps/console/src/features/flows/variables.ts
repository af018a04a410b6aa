// What texts of a flow may name. Pure.
import { rowsOf, textOf } from "./fields/lists";
import type { Data, Graph } from "./types";

export interface Known {
  name: string;
  from: "flow" | "contact" | "conversation" | "channel" | "account" | "trigger";
}

const FACTS: readonly string[] = [
  "contact.name",
  "contact.first_name",
  "contact.email",
  "contact.phone",
  "contact.language",
  "conversation.id",
  "conversation.priority",
  "channel.name",
  "account.name",
  "trigger.text",
];

/** The flow's own first, in the order in which its nodes stand. */
export function variablesOf(graph: Graph): Known[] {
  const own = [...graph.variables.map(({ name }) => name), ...graph.nodes.flatMap(({ data }) => namesIn(data))];
  return [
    ...[...new Set(own)].filter(Boolean).map((name): Known => ({ name, from: "flow" })),
    ...FACTS.map((name): Known => ({ name, from: name.split(".")[0] as Known["from"] })),
  ];
}

function namesIn(data: Data): string[] {
  return [
    textOf(data, "variable"),
    textOf(data, "status_variable"),
    ...rowsOf(data, "assignments").map((row) => textOf(row, "name")),
    ...rowsOf(data, "picks").map((row) => textOf(row, "variable")),
  ];
}

/** What is being typed after "{{", up to the caret; null: nothing. */
export function begun(text: string, caret: number): { from: number; typed: string } | null {
  const from = text.lastIndexOf("{{", caret - 1);
  if (from < 0) return null;
  const typed = text.slice(from + 2, caret);
  return /[}|\n]/.test(typed) || typed.length > 60 ? null : { from, typed: typed.trim() };
}

/** The text with the variable in place of what was begun, and where the caret goes. */
export function completed(text: string, from: number, caret: number, name: string): { text: string; caret: number } {
  const rest = text.slice(caret).replace(/^\s*\}\}/, "");
  const put = `{{ ${name} }}`;
  return { text: text.slice(0, from) + put + rest, caret: from + put.length };
}
