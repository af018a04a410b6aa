import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { LineSkeletons } from "../../ui/Skeleton";
import css from "./Beside.module.css";

interface Props {
  pages: Pick<UseInfiniteQueryResult, "error" | "isPending" | "refetch" | "hasNextPage" | "isFetchingNextPage" | "fetchNextPage">;
  count: number;
  empty: string;
}

/** Below a section's items: that they come, that they do not, that there are none, or more. */
export function BesideState({ pages, count, empty }: Props) {
  const { t } = useTranslation();
  if (pages.error && count === 0) {
    return (
      <p className={css.quiet} role="alert">
        {t("desk.beside.failed")}{" "}
        <button type="button" className={css.link} onClick={() => void pages.refetch()}>
          {t("retry")}
        </button>
      </p>
    );
  }
  if (pages.isPending && count === 0) return <LineSkeletons count={2} />;
  if (count === 0 && !pages.hasNextPage) return <p className={css.quiet}>{empty}</p>;
  if (!pages.hasNextPage) return null;
  return (
    <button type="button" className={css.link} disabled={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
      {t("desk.beside.more")}
    </button>
  );
}
