import type { ContactView } from "@tertulia/protocol";
import { ApiError } from "../api/client";
import * as api from "../api/endpoints";
import { putContact } from "../live/state";
import { update } from "../live/store";

export type AttributeResult = { kind: "saved" } | { kind: "conflict"; theirs: string };

/** Set one attribute; '' takes it away. Tells somebody else's value if he changed the same one. */
export async function editAttribute(
  contact: ContactView,
  name: string,
  value: string,
  version = contact.version ?? 0,
): Promise<AttributeResult> {
  try {
    const saved = await api.changeContact(contact.id, { attributes: { [name]: value }, version });
    update((state) => putContact(state, saved));
    return { kind: "saved" };
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 409) throw error;
    const newer = await api.contact(contact.id);
    update((state) => putContact(state, newer));
    const theirs = newer.attributes?.[name] ?? "";
    const same = theirs === (contact.attributes?.[name] ?? "");
    if (same && newer.version !== version) return editAttribute(newer, name, value);
    return { kind: "conflict", theirs };
  }
}
