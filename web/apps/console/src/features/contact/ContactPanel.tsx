import { IconX } from "@tabler/icons-react";
import type { ContactView, ConversationView } from "@tertulia/protocol";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useChannel, useQueue, useWorkspace } from "../../app/workspace";
import { useLive } from "../../live/store";
import { exact } from "../../rules/time";
import { Avatar } from "../../ui/Avatar";
import { ChannelGlyph } from "../../ui/ChannelGlyph";
import { IconButton } from "../../ui/IconButton";
import { LineSkeletons } from "../../ui/Skeleton";
import { Attributes } from "../contacts/Attributes";
import { ContactActions } from "../contacts/ContactActions";
import { ContactTags } from "../contacts/ContactTags";
import { Duplicates } from "../contacts/Duplicates";
import css from "./ContactPanel.module.css";
import { EditableLine } from "./EditableLine";
import { Files } from "./Files";
import { Notes } from "./Notes";
import { Fact, Section } from "./Section";
import { History } from "./History";
import { Kept } from "./Kept";
import { Visitor } from "./Visitor";
import { contactName } from "../../ui/contactName";

const Cards = lazy(() => import("../webhooks/Cards"));

interface Props {
  conversationId: string;
  floating: boolean;
  close(): void;
}

/** Who it is. Beside the conversation where there is room, else over it. */
export function ContactPanel({ conversationId, floating, close }: Props) {
  const { t } = useTranslation();
  const row = useLive((state) => state.rows[conversationId]);
  const contact = useLive((state) => (row ? state.contacts[row.contact_id] : undefined));
  return (
    <aside className={css.panel} data-floating={floating || undefined} aria-label={t("contact.label")} data-testid="contact-panel">
      <header className={css.bar}>
        <h2>{t("contact.label")}</h2>
        {contact && <ContactActions contact={contact} />}
        <IconButton label={t("close")} onClick={close}>
          <IconX size={18} />
        </IconButton>
      </header>
      <div className={`${css.scroller} scroll`} tabIndex={0} role="group" aria-label={t("contact.label")}>
        {row && contact ? <Details key={contact.id} row={row} contact={contact} /> : <LineSkeletons count={7} />}
      </div>
    </aside>
  );
}

function Details({ row, contact }: { row: ConversationView; contact: ContactView }) {
  const { t } = useTranslation();
  const { account } = useWorkspace();
  const name = contact.name || contactName(row);
  return (
    <>
      <div className={css.who}>
        <Avatar name={name} id={contact.id} size="l" />
        <strong>{name}</strong>
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
        <Known row={row} contact={contact} />
      </Section>
      {account.watched && (
        <Suspense fallback={null}>
          <Cards conversationId={row.id} />
        </Suspense>
      )}
      <Notes row={row} />
      {contact.visitor && <Visitor visitor={contact.visitor} language={contact.language} />}
      <Section title={t("contact.attributes")}>
        <Attributes contact={contact} />
      </Section>
      <Kept row={row} />
      <History contactId={contact.id} current={row.id} />
      <Files row={row} />
    </>
  );
}

function Known({ row, contact }: { row: ConversationView; contact: ContactView }) {
  const { t, i18n } = useTranslation();
  const channel = useChannel(row.channel_id);
  const queue = useQueue(row.queue_id);
  return (
    <dl>
      <Fact name={t("contact.channel")}>
        <span className={css.channel}>
          <ChannelGlyph kind={row.channel_kind} /> {channel?.name ?? t(`channel.${row.channel_kind as "website"}`)}
        </span>
      </Fact>
      {queue && <Fact name={t("action.queue")}>{queue.name}</Fact>}
      <Fact name={t("contact.since")}>{exact(contact.created_at, i18n.language)}</Fact>
    </dl>
  );
}
