import { useQuery } from "@tanstack/react-query";
import { IconChevronRight } from "@tabler/icons-react";
import type { ConversationView } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import * as api from "../../api/endpoints";
import { exact } from "../../rules/time";
import { ChannelGlyph } from "../../ui/ChannelGlyph";
import { LineSkeletons } from "../../ui/Skeleton";
import { usePreview } from "../inbox/preview";
import css from "./History.module.css";
import { PastMessages } from "./PastMessages";
import { Section } from "./Section";

/** Every other conversation of this contact, readable in place. */
export function History({ contactId, current }: { contactId: string; current: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: ["history", contactId],
    queryFn: () => api.contactHistory(contactId),
    staleTime: 30_000,
  });
  const others = data?.conversations.filter((row) => row.id !== current) ?? [];
  return (
    <Section title={t("contact.history")}>
      {error && !data && (
        <p className={css.quiet} role="alert">
          {t("contact.historyFailed")}{" "}
          <button type="button" className={css.link} onClick={() => void refetch()}>
            {t("retry")}
          </button>
        </p>
      )}
      {!data && !error && <LineSkeletons count={2} />}
      {data && others.length === 0 && <p className={css.quiet}>{t("contact.noHistory")}</p>}
      <ul className={css.list}>
        {others.map((row) => (
          <Past key={row.id} row={row} />
        ))}
      </ul>
    </Section>
  );
}

function Past({ row }: { row: ConversationView }) {
  const { t, i18n } = useTranslation();
  const [open, setOpen] = useState(false);
  const preview = usePreview(row);
  return (
    <li className={css.past} data-open={open || undefined}>
      <button type="button" className={css.head} aria-expanded={open} onClick={() => setOpen(!open)}>
        <ChannelGlyph kind={row.channel_kind} />
        <span className={css.words}>
          <span className={css.when}>
            {exact(row.opened_at, i18n.language)} · {t(`status.${row.status}`)}
          </span>
          <span className={css.preview}>{preview}</span>
        </span>
        <IconChevronRight size={16} className={css.chevron} />
      </button>
      {open && (
        <div className={css.body}>
          <PastMessages id={row.id} path={`/inbox/all/${row.status}/${row.id}`} />
          <Link href={`/inbox/all/${row.status}/${row.id}`} className={css.link}>
            {t("contact.openConversation")}
          </Link>
        </div>
      )}
    </li>
  );
}
