import type { ContactView } from "@tertulia/protocol";
import * as api from "../api/contacts";
import { putContact } from "../live/state";
import { update } from "../live/store";

export async function blockContact(contact: ContactView, blocked: boolean): Promise<void> {
  const saved = await api.blockContact(contact.id, blocked);
  update((state) => putContact(state, saved));
}
