import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, type RefObject } from "react";
import { useTranslation } from "react-i18next";
import type { useList } from "../../live/listFetch";
import { useNextPage } from "../../ui/useNextPage";
import { neighbour, type ListKey } from "../../rules/lists";
import css from "./List.module.css";
import { Row } from "./Row";
import { selectRange, toggleSelected, useSelection } from "./selection";
import { useListName } from "./useListName";

export const ROW_HEIGHT = 78;
const STEPS: Record<string, 1 | -1> = { ArrowDown: 1, ArrowUp: -1 };

interface Props {
  scroller: RefObject<HTMLDivElement | null>;
  list: ListKey;
  fetched: ReturnType<typeof useList>;
  selected: string;
  open(id: string): void;
}

/** Only the rows in sight are drawn; the next page is asked for before the end is reached. */
export function List({ scroller, list, fetched, selected, open }: Props) {
  const { t } = useTranslation();
  const { rows, hasNextPage } = fetched;
  const name = useListName(list);
  const chosen = useSelection((selection) => selection.ids);
  const check = useCheck(rows);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => rows[index]!.id,
    overscan: 6,
  });
  const shown = virtual.getVirtualItems();
  const end = shown.at(-1)?.index ?? 0;
  useNextPage(fetched, end >= rows.length - 8, fetched.looked);
  const at = rows.findIndex((row) => row.id === selected);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: "auto" });
  }, [selected]); // only when another one is chosen, not when the list moves
  return (
    <div
      role="listbox"
      aria-multiselectable
      tabIndex={0}
      className={css.list}
      style={{ height: virtual.getTotalSize() }}
      aria-label={list.status === "any" ? name : `${name}, ${t(`status.${list.status}`)}`}
      aria-activedescendant={shown.some(({ index }) => index === at) ? `row-${selected}` : undefined}
      data-testid="conversation-list"
      onKeyDown={(event) => {
        const row = STEPS[event.key] && neighbour(rows, selected, STEPS[event.key]!);
        if (!row) return;
        event.preventDefault();
        open(row.id);
      }}
    >
      {shown.map(({ index, start }) => (
        <Row
          key={rows[index]!.id}
          row={rows[index]!}
          top={start}
          selected={rows[index]!.id === selected}
          position={index + 1}
          total={hasNextPage ? -1 : rows.length}
          open={open}
          checked={chosen.has(rows[index]!.id)}
          selecting={chosen.size > 0}
          check={check}
        />
      ))}
    </div>
  );
}

function useCheck(rows: readonly { id: string }[]) {
  return useCallback(
    (id: string, range: boolean) => (range ? selectRange(rows.map((row) => row.id), id) : toggleSelected(id)),
    [rows],
  );
}
