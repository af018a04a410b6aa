import { useVirtualizer } from "@tanstack/react-virtual";
import type { ContactView } from "@tertulia/protocol";
import { useRef, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useWorkspace } from "../../app/workspace";
import { Ago } from "../../ui/Ago";
import { Avatar } from "../../ui/Avatar";
import { contactName } from "../../ui/contactName";
import { TagChip } from "../../ui/TagChip";
import { useNextPage } from "../../ui/useNextPage";
import css from "./ContactTable.module.css";
import type { useContacts } from "./useContacts";

const ROW_HEIGHT = 57;
const TAGS_SHOWN = 2;

interface Props {
  fetched: ReturnType<typeof useContacts>;
  selected: string;
}

/** Only the rows in sight are drawn; the next page is asked for before the end is reached. */
export function ContactTable({ fetched, selected }: Props) {
  const { t } = useTranslation();
  const { contacts } = fetched;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: contacts.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => contacts[index]!.id,
    overscan: 8,
  });
  const shown = virtual.getVirtualItems();
  const end = shown.at(-1)?.index ?? 0;
  useNextPage(fetched, end >= contacts.length - 10, contacts.length);
  return (
    <div ref={scroller} className={`${css.scroller} scroll`}>
      <div className={css.names} aria-hidden="true">
        <span>{t("contacts.column.name")}</span>
        <span>{t("contacts.column.email")}</span>
        <span>{t("contacts.column.phone")}</span>
        <span>{t("contacts.column.tags")}</span>
        <span>{t("contacts.column.added")}</span>
      </div>
      <ul className={css.rows} style={{ height: virtual.getTotalSize() }} aria-label={t("contacts.title")} onKeyDown={walk}>
        {shown.map(({ index, start }) => (
          <li key={contacts[index]!.id} style={{ transform: `translateY(${start}px)` }}>
            <Row contact={contacts[index]!} selected={contacts[index]!.id === selected} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Row({ contact, selected }: { contact: ContactView; selected: boolean }) {
  const { t } = useTranslation();
  const { tags = [] } = useWorkspace();
  const name = contactName({ contact_id: contact.id, contact_name: contact.name ?? "" });
  const own = tags.filter((tag) => contact.tags?.includes(tag.id));
  return (
    <Link
      href={`/contacts/${contact.id}`}
      className={css.row}
      aria-current={selected || undefined}
      data-testid="contact-row"
    >
      <span className={css.who}>
        <Avatar name={name} id={contact.id} />
        <span className={css.name} dir="auto">
          {name}
        </span>
        {contact.blocked && <span className={css.blocked}>{t("contacts.blocked")}</span>}
      </span>
      <span className={css.cell} dir="auto">
        {contact.email}
      </span>
      <span className={css.cell}>{contact.phone}</span>
      <span className={css.tags}>
        {own.slice(0, TAGS_SHOWN).map((tag) => (
          <TagChip key={tag.id} tag={tag} size="s" />
        ))}
        {own.length > TAGS_SHOWN && <span className={css.cell}>+{own.length - TAGS_SHOWN}</span>}
      </span>
      <span className={css.when}>
        <Ago at={contact.created_at} />
      </span>
    </Link>
  );
}

function walk(event: KeyboardEvent<HTMLUListElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>("a")];
  links.sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top); // as drawn
  links[links.indexOf(document.activeElement as HTMLElement) + step]?.focus();
}
