/** Arguments and results in the shapes of JivoChat's widget API. Pure.
 * Source: https://www.jivochat.com/docs/widget/ (the same page in Russian: https://www.jivo.ru/docs/widget/). */
import type { WidgetContact, WidgetInvitation } from "@tertulia/protocol";

export interface Result {
  result: "ok" | "fail";
  reason?: string;
  error?: string;
}

export const OK: Result = { result: "ok" };
/** startCall and isCallbackEnabled tell a `reason`, sendOfflineMessage an `error`. */
export const fail = (reason: string): Result => ({ result: "fail", reason, error: reason });

export interface CustomField {
  title?: string;
  content?: string;
  link?: string;
  key?: string;
}

const MOST_FIELDS = 10;

/** Fields of setCustomData as named texts, in their order. */
export function customData(fields: CustomField[]): Record<string, string> {
  const named: Record<string, string> = {};
  fields.slice(0, MOST_FIELDS).forEach(({ title, content, link, key }, i) => {
    const name = String(key || title || `Field ${i + 1}`).slice(0, 60);
    named[name] = [content, link].filter(Boolean).join(" ").slice(0, 1000);
  });
  return named;
}

/** Rules of setRules: a list of invitations in our form (docs/visitors.md), or an object that holds
 * it. JivoChat's own is not published; what is not understood is null. */
export function rulesOf(rules: unknown): WidgetInvitation[] | null {
  const list: unknown = Array.isArray(rules) ? rules : (rules as { invitations?: unknown } | null)?.invitations;
  if (!Array.isArray(list)) return null;
  const good = list.filter((one: Partial<WidgetInvitation> | null) => one && typeof one.text === "string");
  // Without an id nothing is counted: the server does not know them.
  return good.length === list.length ? good.map((one: WidgetInvitation) => ({ ...one, id: "" })) : null;
}

/** What the visitor has not told is null. */
export function contactInfo(contact: WidgetContact | null | undefined) {
  const { name, email, phone, description } = contact ?? ({} as Partial<WidgetContact>);
  return { client_name: name || null, email: email || null, phone: phone || null, description: description || null };
}

/** The number by which the console tells nameless visitors apart (its ui/contactName.ts). */
export function visitorNumber(contactId: string): number {
  let sum = 17;
  for (const letter of contactId) sum = (sum * 33 + letter.codePointAt(0)!) >>> 0;
  return 1000 + (sum % 9000);
}

/** The utm tags of a page, null where there is none. */
export function utmOf(utm: Record<string, string>) {
  const { source = null, medium = null, campaign = null, term = null, content = null } = utm;
  return { source, medium, campaign, term, content };
}
