import { Button } from "@mantine/core";
import type { SavedView } from "@tertulia/protocol";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { useList } from "../../live/listFetch";
import type { ListKey } from "../../rules/lists";
import { Failed } from "../../ui/Failed";
import { RowSkeletons } from "../../ui/Skeleton";
import { useNextPage } from "../../ui/useNextPage";
import { BulkBar } from "./BulkBar";
import { EmptyList } from "./EmptyList";
import { List } from "./List";
import { ListHead } from "./ListHead";
import css from "./ListPane.module.css";
import { NoticeAsk } from "./NoticeAsk";

const LOOKED = 5; // pages without a match, before the reader is asked whether to go on

interface Props {
  list: ListKey;
  saved?: SavedView;
  fetched: ReturnType<typeof useList>;
  selected: string;
  open(id: string): void;
}

export function ListPane(props: Props) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const { list, saved, fetched } = props;
  return (
    <section className={css.pane} aria-label={t("list.label")} id="conversations" tabIndex={-1}>
      <ListHead list={list} saved={saved} />
      <NoticeAsk />
      <div ref={scroller} className={`${css.scroller} scroll`}>
        <Shown {...props} scroller={scroller} />
      </div>
      <BulkBar list={list} rows={fetched.rows} />
    </section>
  );
}

function Shown({ scroller, ...props }: Props & { scroller: React.RefObject<HTMLDivElement | null> }) {
  const { t } = useTranslation();
  const { list, fetched, selected, open } = props;
  const { rows, isPending, error, refetch, hasNextPage } = fetched;
  if (error && rows.length === 0) {
    return <Failed title={t("list.failed")} error={error} retry={() => void refetch()} />;
  }
  if (isPending) return <RowSkeletons />;
  if (rows.length === 0) return hasNextPage ? <Further fetched={fetched} /> : <EmptyList list={list} />;
  return <List scroller={scroller} list={list} fetched={fetched} selected={selected} open={open} />;
}

/** Nothing yet, but not all was looked at: go on for a while, then ask. */
function Further({ fetched }: Pick<Props, "fetched">) {
  const { t } = useTranslation();
  const { looked, isFetchingNextPage, fetchNextPage } = fetched;
  const goOn = looked % LOOKED !== 0;
  useNextPage(fetched, goOn, looked);
  if (goOn || isFetchingNextPage) {
    return (
      <>
        <p className="hidden-visually" role="status">{t("lists.looking")}</p>
        <RowSkeletons count={3} />
      </>
    );
  }
  return (
    <div className={css.further}>
      <p>{t("lists.lookedAt")}</p>
      <Button size="xs" variant="default" onClick={() => void fetchNextPage()}>
        {t("lists.lookFurther")}
      </Button>
    </div>
  );
}
