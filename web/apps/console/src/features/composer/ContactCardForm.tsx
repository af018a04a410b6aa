import { Button, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { IconAddressBook } from "@tabler/icons-react";
import type { ContactCard, ContactView } from "@tertulia/protocol";
import { useMemo, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { searchContacts } from "../../api/search";
import { useWorkspace } from "../../app/workspace";
import { useLive } from "../../live/store";
import { matches } from "../../rules/search";
import css from "./ContactCardForm.module.css";

const OFFERED = 5;

/** A card of somebody: typed in, or taken from a colleague or a contact that is at hand. */
export function ContactCardForm({ add }: { add(card: ContactCard): void }) {
  const { t } = useTranslation();
  const [card, setCard] = useState({ name: "", phone: "", email: "", organisation: "" });
  const [error, setError] = useState("");
  const offered = useOffered(card.name);
  const set = (change: Partial<typeof card>) => {
    setCard({ ...card, ...change });
    setError("");
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!card.name.trim()) return setError(t("compose.card.nameNeeded"));
    if (!card.phone.trim() && !card.email.trim()) return setError(t("compose.card.somethingNeeded"));
    add({
      name: card.name.trim(),
      phones: card.phone.trim() ? [card.phone.trim()] : [],
      emails: card.email.trim() ? [card.email.trim()] : [],
      organisation: card.organisation.trim(),
    });
  };
  return (
    <form className={css.form} onSubmit={submit} data-testid="card-form">
      <TextInput
        size="xs"
        data-autofocus
        label={t("compose.card.name")}
        value={card.name}
        maxLength={120}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      {offered.length > 0 && (
        <ul className={css.offered} aria-label={t("compose.card.people")}>
          {offered.map((one) => (
            <li key={one.name + one.phone + one.email}>
              <button type="button" onClick={() => set(one)}>
                <span>{one.name}</span> <span>{one.phone || one.email}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <TextInput
        size="xs"
        type="tel"
        label={t("contact.phone")}
        value={card.phone}
        maxLength={32}
        onChange={(event) => set({ phone: event.currentTarget.value })}
      />
      <TextInput
        size="xs"
        type="email"
        label={t("contact.email")}
        value={card.email}
        maxLength={254}
        onChange={(event) => set({ email: event.currentTarget.value })}
      />
      <TextInput
        size="xs"
        label={t("compose.card.organisation")}
        value={card.organisation}
        maxLength={120}
        onChange={(event) => set({ organisation: event.currentTarget.value })}
      />
      <p className={css.error} role="alert">
        {error}
      </p>
      <Button type="submit" size="xs" fullWidth leftSection={<IconAddressBook size={16} />}>
        {t("compose.card.add")}
      </Button>
    </form>
  );
}

interface Known {
  name: string;
  phone: string;
  email: string;
}

/** Colleagues, contacts of this screen and contacts that the search finds, by the name typed. */
function useOffered(typed: string): Known[] {
  const { agents, me } = useWorkspace();
  const contacts = useLive((state) => state.contacts);
  const [asked] = useDebouncedValue(typed.trim(), 300);
  const { data: hits } = useQuery({
    queryKey: ["cardPeople", asked],
    queryFn: async () => (await searchContacts(asked, "", OFFERED)).contacts,
    enabled: asked.length > 1,
    retry: false,
    gcTime: 60_000,
  });
  return useMemo(() => {
    const people: Known[] = [
      ...agents.filter(({ id }) => id !== me.id).map(({ name, email }) => ({ name, email, phone: "" })),
      ...Object.values(contacts).map(known),
    ];
    const here = people.filter(({ name }) => matches(name, typed));
    const fit = [...here, ...(hits ?? []).map(known)].filter(
      (one, i, all) => one.name && (one.phone || one.email) && all.findIndex((other) => same(one, other)) === i,
    );
    return fit.some(({ name }) => name === typed) ? [] : fit.slice(0, OFFERED);
  }, [agents, contacts, hits, me.id, typed]);
}

const same = (one: Known, other: Known): boolean =>
  one.name === other.name && one.phone === other.phone && one.email === other.email;

const known = ({ name = "", phone = "", email = "" }: ContactView): Known => ({ name, phone, email });
