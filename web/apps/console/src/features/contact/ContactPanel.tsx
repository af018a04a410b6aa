import { IconX } from "@tabler/icons-react";
import type { ContactView, ConversationView } from "@tertulia/protocol";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useChannel, useQueue, useWorkspace } from "../../app/workspace";
import { useLive } from "../../live/store";
import { ChannelGlyph } from "../../ui/ChannelGlyph";
import { IconButton } from "../../ui/IconButton";
import { LineSkeletons } from "../../ui/Skeleton";
import { ContactActions } from "../contacts/ContactActions";
import { Card, KnownAttributes } from "./Card";
import css from "./ContactPanel.module.css";
import { Files } from "./Files";
import { Notes } from "./Notes";
import { Fact } from "./Section";
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
  const { account } = useWorkspace();
  return (
    <>
      <Card contact={contact} name={contact.name || contactName(row)}>
        <Known row={row} />
      </Card>
      {account.watched && (
        <Suspense fallback={null}>
          <Cards conversationId={row.id} />
        </Suspense>
      )}
      <Notes row={row} />
      {contact.visitor && <Visitor visitor={contact.visitor} language={contact.language} />}
      <KnownAttributes contact={contact} />
      <Kept row={row} />
      <History contactId={contact.id} current={row.id} />
      <Files row={row} />
    </>
  );
}

function Known({ row }: { row: ConversationView }) {
  const { t } = useTranslation();
  const channel = useChannel(row.channel_id);
  const queue = useQueue(row.queue_id);
  return (
    <>
      <Fact name={t("contact.channel")}>
        <span className={css.channel}>
          <ChannelGlyph kind={row.channel_kind} /> {channel?.name ?? t(`channel.${row.channel_kind as "website"}`)}
        </span>
      </Fact>
      {queue && <Fact name={t("action.queue")}>{queue.name}</Fact>}
    </>
  );
}
