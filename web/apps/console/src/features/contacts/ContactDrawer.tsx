import { useQuery } from "@tanstack/react-query";
import { IconX } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Redirect } from "wouter";
import * as api from "../../api/endpoints";
import { putContact } from "../../live/state";
import { update, useLive } from "../../live/store";
import { contactName } from "../../ui/contactName";
import { Failed } from "../../ui/Failed";
import { IconButton } from "../../ui/IconButton";
import { LineSkeletons } from "../../ui/Skeleton";
import { Card, KnownAttributes } from "../contact/Card";
import { History } from "../contact/History";
import { ContactActions } from "./ContactActions";
import css from "./ContactDrawer.module.css";

/** One contact beside the list; on a phone, over it. */
export function ContactDrawer({ id, close }: { id: string; close(): void }) {
  const { t } = useTranslation();
  const contact = useLive((state) => state.contacts[id]);
  const { error, refetch } = useQuery({
    queryKey: ["contact", id],
    queryFn: async () => {
      const found = await api.contact(id);
      update((state) => putContact(state, found));
      return found.version ?? 0;
    },
    staleTime: 10_000,
    refetchOnMount: "always",
  });
  const panel = useRef<HTMLElement>(null);
  useEffect(() => panel.current?.focus(), []);
  if (contact?.merged_into) return <Redirect to={`/contacts/${contact.merged_into}`} replace />;
  return (
    <aside
      ref={panel}
      className={css.panel}
      tabIndex={-1}
      aria-label={t("contacts.one")}
      data-testid="contact-drawer"
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) close();
      }}
    >
      <header className={css.bar}>
        <h2>{t("contacts.one")}</h2>
        {contact && <ContactActions contact={contact} />}
        <IconButton label={t("close")} onClick={close}>
          <IconX size={18} />
        </IconButton>
      </header>
      <div className={`${css.scroller} scroll`} tabIndex={0} role="group" aria-label={t("contacts.one")}>
        {contact ? (
          <>
            <Card contact={contact} name={contactName({ contact_id: contact.id, contact_name: contact.name ?? "" })} />
            <KnownAttributes contact={contact} />
            <History contactId={contact.id} current="" />
          </>
        ) : error ? (
          <Failed title={t("contacts.cardFailed")} error={error} retry={() => void refetch()} />
        ) : (
          <LineSkeletons count={7} />
        )}
      </div>
    </aside>
  );
}
