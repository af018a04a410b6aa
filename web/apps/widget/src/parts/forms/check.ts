/** What is wrong with what was filled in, by field. Pure. The server checks all of it again. */

export type Name = "name" | "email" | "phone" | "message" | "department";
export type Values = Partial<Record<Name, string>>;
export type Wrong = "needed" | "badEmail" | "badPhone" | "badDepartment";

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/;
const digits = (text: string) => text.replace(/\D/g, "").length;

export function check(values: Values, required: readonly Name[]): Partial<Record<Name, Wrong>> {
  const wrong: Partial<Record<Name, Wrong>> = {};
  for (const name of required) if (!values[name]?.trim()) wrong[name] = "needed";
  if (values.email?.trim() && !EMAIL.test(values.email.trim())) wrong.email = "badEmail";
  if (values.phone?.trim() && (digits(values.phone) < 6 || digits(values.phone) > 15)) wrong.phone = "badPhone";
  return wrong;
}

/** The server's refusal of a field, in our words. */
export function refused(field: string, value: string | undefined): [Name, Wrong] | null {
  const name = field.replace(/_id$/, "") as Name;
  if (!["name", "email", "phone", "message", "department"].includes(name)) return null;
  if (!value?.trim()) return [name, "needed"];
  const words: Partial<Record<Name, Wrong>> = { email: "badEmail", phone: "badPhone", department: "badDepartment" };
  return [name, words[name] ?? "needed"];
}
