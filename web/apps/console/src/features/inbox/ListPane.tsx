import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { useList } from "../../live/listFetch";
import type { ListKey } from "../../rules/lists";
import { Failed } from "../../ui/Failed";
import { RowSkeletons } from "../../ui/Skeleton";
import { EmptyList } from "./EmptyList";
import { List } from "./List";
import { ListHead } from "./ListHead";
import css from "./ListPane.module.css";
import { NoticeAsk } from "./NoticeAsk";

interface Props {
  list: ListKey;
  fetched: ReturnType<typeof useList>;
  selected: string;
  open(id: string): void;
}

export function ListPane({ list, fetched, selected, open }: Props) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const { rows, isPending, error, refetch } = fetched;
  return (
    <section className={css.pane} aria-label={t("list.label")} id="conversations" tabIndex={-1}>
      <ListHead list={list} />
      <NoticeAsk />
      <div ref={scroller} className={`${css.scroller} scroll`}>
        {error && rows.length === 0 ? (
          <Failed title={t("list.failed")} error={error} retry={() => void refetch()} />
        ) : isPending ? (
          <RowSkeletons />
        ) : rows.length === 0 ? (
          <EmptyList list={list} />
        ) : (
          <List scroller={scroller} list={list} fetched={fetched} selected={selected} open={open} />
        )}
      </div>
    </section>
  );
}
