import { useInfiniteQuery } from "@tanstack/react-query";
import type { MessageView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import * as api from "../../api/endpoints";
import { exact } from "../../rules/time";
import { LineSkeletons } from "../../ui/Skeleton";
import { sayWhy } from "../../ui/sayWhy";
import { useEventWords } from "../thread/EventLines";
import { Body } from "../thread/content/Body";
import css from "./History.module.css";

/** A past conversation, small: newest page first, older on request. */
export function PastMessages({ id, path }: { id: string; path: string }) {
  const { t } = useTranslation();
  const { data, error, hasNextPage, isFetching, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: ["past", id],
    queryFn: async ({ pageParam }) => {
      if (pageParam > 0) return api.messagesBefore(id, pageParam);
      const { messages, more } = await api.conversation(id);
      return { messages, more };
    },
    initialPageParam: 0,
    getNextPageParam: ({ messages, more }) => (more ? messages[0]?.seq : undefined),
    staleTime: 30_000,
  });
  const messages = data ? [...data.pages].reverse().flatMap((page) => page.messages) : [];
  if (error && !data) {
    return (
      <p className={css.quiet} role="alert">
        {sayWhy(error)}{" "}
        <button type="button" className={css.link} onClick={() => void refetch()}>
          {t("retry")}
        </button>
      </p>
    );
  }
  if (!data) return <LineSkeletons count={3} />;
  return (
    <>
      {hasNextPage && (
        <button type="button" className={css.link} disabled={isFetching} onClick={() => void fetchNextPage()}>
          {t("thread.olderShow")}
        </button>
      )}
      <ol className={css.messages}>
        {messages.map((message) => (
          <Line key={message.seq} message={message} path={path} />
        ))}
      </ol>
    </>
  );
}

function Line({ message, path }: { message: MessageView; path: string }) {
  const { t, i18n } = useTranslation();
  const words = useEventWords();
  if (message.visibility === "event") return <li className={css.quiet}>{words(message)}</li>;
  const contact = message.author.kind === "contact";
  return (
    <li className={css.message} data-kind={message.visibility === "note" ? "note" : contact ? "in" : "out"}>
      <span className={css.author}>
        {message.author.name || t(contact ? "visitor" : "someone")} ·{" "}
        <Link href={`${path}#m${message.seq}`} className={css.when} title={t("desk.beside.jump")}>
          {exact(message.at, i18n.language)}
        </Link>
      </span>
      {message.deleted_at ? <em>{t("message.deleted")}</em> : <Body content={message.content} />}
    </li>
  );
}
