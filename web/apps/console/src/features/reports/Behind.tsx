import { Drawer } from "@mantine/core";
import { IconMessageOff } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReportBehind } from "@tertulia/protocol";
import "@mantine/core/styles/Drawer.css";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import * as api from "../../api/reports";
import { useAgent } from "../../app/workspace";
import { Ago } from "../../ui/Ago";
import { ChannelGlyph } from "../../ui/ChannelGlyph";
import { Empty } from "../../ui/Empty";
import { Failed } from "../../ui/Failed";
import { RowSkeletons } from "../../ui/Skeleton";
import { More } from "../settings/More";
import { length } from "./format";
import { useUnits } from "./Overview";
import css from "./Behind.module.css";
import { useWords } from "./words";

/** name: the number, as the API calls it. title, who: in the reader's words; who '' = everything. */
export interface Asked {
  days: api.Days;
  only: api.Only;
  name: string;
  title: string;
  who: string;
}

export function Behind({ asked: { days, only, name, title, who }, close }: { asked: Asked; close(): void }) {
  const { t } = useWords();
  const { t: common } = useTranslation();
  const { first, last } = days;
  const { of, value } = only;
  const pages = useInfiniteQuery({
    queryKey: ["reports", "behind", first, last, of, value, name],
    queryFn: ({ pageParam }) => api.behind({ first, last }, { of, value }, name, pageParam),
    initialPageParam: "",
    getNextPageParam: (page) => page.cursor || undefined,
    staleTime: 0,
  });
  const { data, error, hasNextPage, fetchNextPage, isFetching } = pages;
  const found = data?.pages.flatMap((page) => page.found) ?? [];
  // A page looks through a month of days at most: what is rare is looked for further back at once.
  const looking = found.length === 0 && hasNextPage && !error;
  useEffect(() => {
    if (looking && !isFetching) void fetchNextPage();
  }, [looking, isFetching, fetchNextPage]);
  return (
    <Drawer
      opened
      onClose={close}
      position="right"
      size={440}
      title={who ? t("behind.title", { name: title, who }) : title}
      closeButtonProps={{ "aria-label": common("close") }}
      data-testid="behind"
    >
      <p className={css.lead}>{t("behind.lead")}</p>
      {error && found.length === 0 && (
        <Failed title={t("failed")} error={error} retry={() => void (data ? fetchNextPage() : pages.refetch())} />
      )}
      {(looking || !data) && !error && <RowSkeletons count={5} />}
      {data && found.length === 0 && !hasNextPage && <Empty icon={<IconMessageOff size={22} />} title={t("behind.none")} />}
      <ul className={css.list}>
        {found.map((one, index) => (
          <Line key={`${one.conversation.id}-${index}`} one={one} />
        ))}
      </ul>
      {found.length > 0 && <More found={pages} label={t("behind.more")} />}
    </Drawer>
  );
}

function Line({ one: { conversation, at, n, seconds } }: { one: ReportBehind }) {
  const { t } = useWords();
  const { t: common } = useTranslation();
  const units = useUnits();
  const agent = useAgent(conversation.assignee_id);
  const told = [
    agent?.name,
    typeof seconds === "number" && t("behind.took", { time: length(seconds, units) }),
    n > 1 && t("behind.times", { count: n }),
  ].filter(Boolean);
  return (
    <li>
      <Link href={`/inbox/all/${conversation.status}/${conversation.id}`} className={css.line} data-testid="behind-line">
        <ChannelGlyph kind={conversation.channel_kind} />
        <span className={css.who}>
          <strong>{conversation.contact_name || common("visitor")}</strong>
          <small>{told.join(" · ")}</small>
        </span>
        <Ago at={at} className={css.ago} />
      </Link>
    </li>
  );
}
