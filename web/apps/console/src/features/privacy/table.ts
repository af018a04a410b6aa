// The audit log as a table for spreadsheets.
import type { AuditEntry } from "@tertulia/protocol";

const HEADS = ["at", "agent", "action", "subject", "label", "fields", "values", "address"];

/** What a spreadsheet would take for a formula is written as text. */
const cell = (value: string): string => {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

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
  return [HEADS, ...rows].map((row) => row.map(cell).join(",")).join("\r\n");
}

export function saveAs(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
