import { Button } from "@mantine/core";
import { IconSearchOff } from "@tabler/icons-react";
import type { ContactView, MessageHit } from "@tertulia/protocol";
import type { KeyboardEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { Ago } from "../../ui/Ago";
import { Avatar } from "../../ui/Avatar";
import { ChannelGlyph } from "../../ui/ChannelGlyph";
import { contactName } from "../../ui/contactName";
import { Empty } from "../../ui/Empty";
import { Failed } from "../../ui/Failed";
import { RowSkeletons } from "../../ui/Skeleton";
import { rememberSearch } from "./recent";
import css from "./Results.module.css";
import { useContactSearch, useMessageSearch } from "./useSearch";

export function MessageResults({ query }: { query: string }) {
  const found = useMessageSearch(query);
  const hits = found.data?.pages.flatMap((page) => page.hits) ?? [];
  return (
    <Found query={query} found={found} count={hits.length}>
      {hits.map((hit) => (
        <li key={`${hit.conversation_id}#${hit.seq}`}>
          <Hit hit={hit} query={query} />
        </li>
      ))}
    </Found>
  );
}

export function ContactResults({ query }: { query: string }) {
  const found = useContactSearch(query);
  const contacts = found.data?.pages.flatMap((page) => page.contacts) ?? [];
  return (
    <Found query={query} found={found} count={contacts.length}>
      {contacts.map((contact) => (
        <li key={contact.id}>
          <Person contact={contact} query={query} />
        </li>
      ))}
    </Found>
  );
}

function Hit({ hit, query }: { hit: MessageHit; query: string }) {
  const { t } = useTranslation();
  const name = contactName(hit);
  return (
    <Link
      href={`/inbox/all/${hit.status}/${hit.conversation_id}#m${hit.seq}`}
      className={css.hit}
      data-testid="message-hit"
      onClick={() => rememberSearch(query)}
    >
      <Avatar name={name} id={hit.contact_id} size="m" />
      <span className={css.words}>
        <span className={css.line}>
          <strong dir="auto">{name}</strong>
          <ChannelGlyph kind={hit.channel_kind} />
          {hit.note && <span className={css.note}>{t("contacts.search.note")}</span>}
          <span className={css.when}>
            <Ago at={hit.at} />
          </span>
        </span>
        <span className={css.snippet} dir="auto">
          {hit.author.kind !== "contact" && hit.author.name && <span className={css.author}>{hit.author.name}: </span>}
          {hit.snippet.map((piece, i) => (piece.hit ? <mark key={i}>{piece.text}</mark> : piece.text))}
        </span>
      </span>
    </Link>
  );
}

function Person({ contact, query }: { contact: ContactView; query: string }) {
  const { t } = useTranslation();
  const name = contact.name || contactName({ contact_id: contact.id, contact_name: "" });
  const known = [contact.email, contact.phone].filter(Boolean).join(" · ");
  return (
    <Link
      href={`/contacts/${contact.id}`}
      className={css.hit}
      data-testid="contact-hit"
      onClick={() => rememberSearch(query)}
    >
      <Avatar name={name} id={contact.id} size="m" />
      <span className={css.words}>
        <span className={css.line}>
          <strong dir="auto">{name}</strong>
          {contact.blocked && <span className={css.blocked}>{t("contacts.blocked")}</span>}
        </span>
        <span className={css.snippet} dir="auto">
          {known || contact.description}
        </span>
      </span>
    </Link>
  );
}

interface FoundProps {
  query: string;
  found: ReturnType<typeof useMessageSearch> | ReturnType<typeof useContactSearch>;
  count: number;
  children: ReactNode;
}

function Found({ query, found, count, children }: FoundProps) {
  const { t } = useTranslation();
  const { error, isPending, isPlaceholderData, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = found;
  if (error && count === 0) {
    return <Failed title={t("contacts.search.failed")} error={error} retry={() => void refetch()} />;
  }
  if (isPending) {
    return (
      <>
        <p className="hidden-visually" role="status">{t("contacts.search.loading")}</p>
        <RowSkeletons />
      </>
    );
  }
  return (
    <div className={css.found} aria-busy={isPlaceholderData}>
      <p className="hidden-visually" role="status" data-testid="search-status">
        {hasNextPage ? t("contacts.search.foundMore", { count }) : t("contacts.search.found", { count })}
      </p>
      <ul className={css.list} onKeyDown={walk}>
        {children}
      </ul>
      {count === 0 && !hasNextPage && (
        <Empty
          icon={<IconSearchOff size={22} />}
          title={t("contacts.search.none", { query })}
          text={t("contacts.search.noneText")}
        />
      )}
      {hasNextPage && (
        <div className={css.more}>
          {count === 0 && <p>{t("contacts.search.noneSoFar")}</p>}
          <Button size="xs" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t(count ? "contacts.search.more" : "contacts.search.older")}
          </Button>
        </div>
      )}
    </div>
  );
}

/** Arrows go from hit to hit, and from the first back to the field. */
function walk(event: KeyboardEvent<HTMLUListElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>("a")];
  const next = links.indexOf(document.activeElement as HTMLElement) + step;
  if (next < 0) document.querySelector<HTMLElement>('[data-testid="search-field"]')?.focus();
  else links[next]?.focus();
}
