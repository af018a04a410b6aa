import type { ContactView } from "@tertulia/protocol";
import * as api from "../api/endpoints";
import { putContact } from "../live/state";
import { live, update } from "../live/store";
import { sayWhy } from "../ui/sayWhy";
import { toast } from "../ui/toasts";
import i18n from "i18next";

/** Shown at once; taken back if the server refuses. */
export async function tagContact(contact: ContactView, tag: string, on: boolean): Promise<void> {
  const others = (contact.tags ?? []).filter((id) => id !== tag);
  const shown = { ...contact, tags: on ? [...others, tag] : others };
  update((state) => ({ ...state, contacts: { ...state.contacts, [contact.id]: shown } }));
  try {
    const saved = await api.changeContact(contact.id, on ? { add_tags: [tag] } : { remove_tags: [tag] });
    update((state) => putContact(state, saved));
  } catch (error) {
    if (live().contacts[contact.id] === shown) {
      update((state) => ({ ...state, contacts: { ...state.contacts, [contact.id]: contact } }));
    }
    toast({ tone: "bad", text: i18n.t("contacts.notSaved", { reason: sayWhy(error) }) });
  }
}
