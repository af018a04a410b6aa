import { Popover } from "@mantine/core";
import { useState } from "react";
import css from "./Palette.module.css";
import type { After } from "./commands/addNode";
import { KindList } from "./Palette";
import type { Point } from "./types";
import { useAdding } from "./useAdding";
import { useWords } from "./words";

export interface Asked {
  point: Point; // on the screen
  at: Point; // on the canvas
  after: After;
}

/** A line that was let go over nothing: what shall it lead to? */
export function AddMenu({ point, at, after, close }: Asked & { close(): void }) {
  const { t } = useWords();
  const { addAt } = useAdding();
  const [query, setQuery] = useState("");
  return (
    <Popover opened onChange={(opened) => opened || close()} position="right-start" width={220} trapFocus withRoles>
      <Popover.Target>
        <span className={css.anchor} style={{ left: point.x, top: point.y }} />
      </Popover.Target>
      <Popover.Dropdown p={6} aria-label={t("palette.title")} className={`${css.menu} scroll`}>
        <div className={css.search}>
          <input
            data-autofocus
            value={query}
            placeholder={t("palette.search")}
            aria-label={t("palette.search")}
            onChange={(event) => setQuery(event.currentTarget.value)}
          />
        </div>
        <KindList
          query={query}
          choose={(kind) => {
            addAt(kind, { x: at.x, y: at.y - 20 }, after);
            close();
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
