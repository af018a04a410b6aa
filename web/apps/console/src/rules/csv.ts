// Tables for spreadsheets, after RFC 4180. Pure.

/** Text that a spreadsheet would take for a formula stays text; numbers stay numbers. */
const cell = (value: string | number): string => {
  if (typeof value === "number") return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

export const csv = (rows: readonly (readonly (string | number)[])[]): string =>
  rows.map((row) => row.map(cell).join(",")).join("\r\n");
