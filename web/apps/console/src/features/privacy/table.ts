// The audit log as a table for spreadsheets.
import type { AuditEntry } from "@tertulia/protocol";
import { csv } from "../../rules/csv";

const HEADS = ["at", "agent", "action", "subject", "label", "fields", "values", "address"];

export function auditTable(entries: readonly AuditEntry[], name: (agent: string) => string): string {
  const rows = entries.map((one) => [
    one.at,
    one.agent_id ? name(one.agent_id) : "",
    one.action,
    one.subject ?? "",
    one.label ?? "",
    (one.fields ?? []).join(" "),
    Object.entries(one.values ?? {})
      .map(([key, value]) => `${key}=${value}`)
      .join(" "),
    one.address ?? "",
  ]);
  return csv([HEADS, ...rows]);
}
