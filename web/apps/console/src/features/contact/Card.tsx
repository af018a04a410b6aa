// What the panel beside a conversation and the drawer beside the list of contacts both show.
import type { ContactView } from "@tertulia/protocol";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { exact } from "../../rules/time";
import { Avatar } from "../../ui/Avatar";
import { Attributes } from "../contacts/Attributes";
import { ContactTags } from "../contacts/ContactTags";
import { Duplicates } from "../contacts/Duplicates";
import css from "./Card.module.css";
import { EditableLine } from "./EditableLine";
import { Fact, Section } from "./Section";

/** Who it is, and what can be changed about it. children: more facts. */
export function Card({ contact, name, children }: { contact: ContactView; name: string; children?: ReactNode }) {
  const { t, i18n } = useTranslation();
  return (
    <>
      <div className={css.who}>
        <Avatar name={name} id={contact.id} size="l" />
        <strong dir="auto">{name}</strong>
        {contact.visitor?.online && <span className={css.online}>{t("contact.onlineNow")}</span>}
        {contact.blocked && <span className={css.blocked}>{t("contacts.blockedLine")}</span>}
        <ContactTags contact={contact} />
      </div>
      <Duplicates contact={contact} />
      <Section title={t("contact.details")} first>
        <EditableLine contact={contact} field="name" />
        <EditableLine contact={contact} field="email" type="email" />
        <EditableLine contact={contact} field="phone" type="tel" />
        <EditableLine contact={contact} field="description" multiline />
        <dl>
          {children}
          <Fact name={t("contact.since")}>{exact(contact.created_at, i18n.language)}</Fact>
        </dl>
      </Section>
    </>
  );
}

export function KnownAttributes({ contact }: { contact: ContactView }) {
  const { t } = useTranslation();
  return (
    <Section title={t("contact.attributes")}>
      <Attributes contact={contact} />
    </Section>
  );
}
