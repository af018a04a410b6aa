import type { Problem } from "./types";

type Say = (key: string, values?: Record<string, unknown>) => string;

/** A finding in words: ours for its code, in that field if there are such, else the server's. */
export function sayProblem({ code, field, message }: Pick<Problem, "code" | "field" | "message">, t: Say): string {
  const last = field.split(".").at(-1) ?? "";
  const own = t([`problem.${code}_${last}`, `problem.${code}`] as unknown as string, { message, defaultValue: "" });
  const told = message.charAt(0).toUpperCase() + message.slice(1);
  return own || told || t("problem.other");
}
