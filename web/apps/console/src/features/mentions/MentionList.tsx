import { useInfiniteQuery } from "@tanstack/react-query";
import { IconAt } from "@tabler/icons-react";
import type { MentionView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { useWorkspace } from "../../app/workspace";
import { fetchMentions } from "../../live/deskFetch";
import { mentionKey, newestFirst } from "../../live/mentions";
import { useLive } from "../../live/store";
import { mentionPieces } from "../../rules/mentions";
import { Ago } from "../../ui/Ago";
import { Face } from "../team/Face";
import { contactName } from "../../ui/contactName";
import { Empty } from "../../ui/Empty";
import { Failed } from "../../ui/Failed";
import { RowSkeletons } from "../../ui/Skeleton";
import css from "./Mentions.module.css";

interface Props {
  selected: string;
  open(conversation: string, seq: number): void;
}

export function MentionList({ selected, open }: Props) {
  const { t } = useTranslation();
  const pages = useInfiniteQuery({
    queryKey: ["mentions"],
    queryFn: async ({ pageParam }) => ({ cursor: await fetchMentions(pageParam) }),
    initialPageParam: "",
    getNextPageParam: ({ cursor }) => cursor || undefined,
  });
  const mentions = newestFirst(useLive((state) => state.mentions));
  return (
    <section className={css.pane} aria-label={t("desk.mention.view")} data-testid="mentions">
      <header className={css.head}>
        <h2>{t("desk.mention.view")}</h2>
      </header>
      <div className={`${css.scroller} scroll`} tabIndex={-1}>
        {pages.error && mentions.length === 0 && (
          <Failed title={t("desk.mention.failed")} error={pages.error} retry={() => void pages.refetch()} />
        )}
        {pages.isPending && mentions.length === 0 && <RowSkeletons count={5} />}
        {pages.isSuccess && mentions.length === 0 && <Nobody />}
        <ul className={css.list}>
          {mentions.map((mention) => (
            <Row
              key={mentionKey(mention)}
              mention={mention}
              selected={mention.conversation_id === selected}
              open={() => open(mention.conversation_id, mention.seq)}
            />
          ))}
        </ul>
        {pages.hasNextPage && (
          <button
            type="button"
            className={css.more}
            disabled={pages.isFetchingNextPage}
            onClick={() => void pages.fetchNextPage()}
          >
            {t("desk.mention.more")}
          </button>
        )}
      </div>
    </section>
  );
}

function Nobody() {
  const { t } = useTranslation();
  const [, go] = useLocation();
  return (
    <Empty
      icon={<IconAt size={22} />}
      title={t("desk.mention.empty")}
      text={t("desk.mention.emptyText")}
      action={{ label: t("desk.mention.emptyAction"), run: () => go("/inbox/mine/open") }}
    />
  );
}

interface RowProps {
  mention: MentionView;
  selected: boolean;
  open(): void;
}

function Row({ mention, selected, open }: RowProps) {
  const { t } = useTranslation();
  const { agents } = useWorkspace();
  const row = useLive((state) => state.rows[mention.conversation_id]);
  const author = mention.author_name || t("someone");
  const where = row ?? { contact_id: mention.contact_id ?? "", contact_name: "" };
  return (
    <li>
      <button
        type="button"
        className={css.row}
        aria-current={selected || undefined}
        data-unread={!mention.read || undefined}
        onClick={open}
        data-testid="mention-row"
      >
        <Face agent={agents.find(({ id }) => id === mention.author_id)} name={author} />
        <span className={css.words}>
          <span className={css.line}>
            <strong dir="auto">{author}</strong>
            <Ago at={mention.at} className={css.when} />
          </span>
          <span className={css.text} dir="auto">
            {mentionPieces(mention.text ?? "", agents).map((piece, i) =>
              piece.kind === "mention" ? <b key={i}>{piece.text}</b> : piece.text,
            )}
          </span>
          <span className={css.where}>{t("desk.mention.in", { name: contactName(where) })}</span>
        </span>
        {!mention.read && <span className={css.dot} role="img" aria-label={t("desk.mention.new")} />}
      </button>
    </li>
  );
}
