import i18n from "i18next";

interface Named {
  contact_id: string;
  contact_name: string;
}

/** The contact's name, or "Visitor 4821": nameless visitors must be told apart, too. */
export function contactName(row: Named | undefined): string {
  if (!row) return i18n.t("visitor");
  return row.contact_name || `${i18n.t("visitor")} ${visitorNumber(row.contact_id)}`;
}

/** The same four digits for the same contact, everywhere. */
export function visitorNumber(contactId: string): number {
  let sum = 17;
  for (const letter of contactId) sum = (sum * 33 + letter.codePointAt(0)!) >>> 0;
  return 1000 + (sum % 9000);
}
