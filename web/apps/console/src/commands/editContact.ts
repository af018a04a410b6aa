import type { ContactChange, ContactView } from "@tertulia/protocol";
import { ApiError } from "../api/client";
import * as api from "../api/endpoints";
import { putContact } from "../live/state";
import { update } from "../live/store";

export type EditableField = "name" | "email" | "phone" | "description";

export type EditResult = { kind: "saved" } | { kind: "conflict"; theirs: string };

/** Save one field. If somebody was faster the newer contact is fetched, and his value told. */
export async function editContact(
  contact: ContactView,
  field: EditableField,
  value: string,
  version = contact.version ?? 0,
): Promise<EditResult> {
  try {
    const change: ContactChange = { [field]: value, version };
    const saved = await api.changeContact(contact.id, change);
    update((state) => putContact(state, saved));
    return { kind: "saved" };
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 409) throw error;
    const newer = await api.contact(contact.id);
    update((state) => putContact(state, newer));
    const theirs = newer[field] ?? "";
    // Another field was changed: nobody's words are at stake, so ours are saved upon theirs.
    if (theirs === (contact[field] ?? "") && newer.version !== version) {
      return editContact(newer, field, value);
    }
    return { kind: "conflict", theirs };
  }
}
