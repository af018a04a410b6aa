import { useState } from "react";
import { IconSearch } from "@tabler/icons-react";
import { matches } from "../../rules/search";
import { GROUPS } from "./nodes/kind";
import { KINDS } from "./nodes/registry";
import css from "./Palette.module.css";
import { useAdding } from "./useAdding";
import { useWords } from "./words";

/** What a dragged kind travels as. */
export const KIND_MIME = "application/x-tertulia-node";

/** The kinds of node, by group: dragged to a place, or pressed to come after the chosen node. */
export function Palette() {
  const { t } = useWords();
  const [query, setQuery] = useState("");
  return (
    <nav className={`${css.palette} scroll`} aria-label={t("palette.title")}>
      <div className={css.search}>
        <IconSearch size={14} aria-hidden="true" />
        <input
          value={query}
          placeholder={t("palette.search")}
          aria-label={t("palette.search")}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
      </div>
      <KindList query={query} />
    </nav>
  );
}

/** choose: instead of adding after the chosen node. */
export function KindList({ query, choose }: { query: string; choose?(kind: string): void }) {
  const { t } = useWords();
  const { addAfterChosen } = useAdding();
  const found = KINDS.filter(({ kind }) => matches(t(`kind.${kind}`), query) || matches(t(`about.${kind}`), query));
  const groups = GROUPS.map((group) => ({ group, kinds: found.filter((one) => one.group === group) }));
  if (found.length === 0) return <p className={css.none}>{t("palette.none")}</p>;
  return groups
    .filter(({ kinds }) => kinds.length > 0)
    .map(({ group, kinds }) => (
      <section key={group} className={css.group} data-group={group}>
        <h2>{t(`group.${group}`)}</h2>
        {kinds.map(({ kind, Icon }) => (
          <button
            key={kind}
            type="button"
            className={css.kind}
            title={t(`about.${kind}`)}
            draggable={!choose}
            data-testid={`palette-${kind}`}
            onClick={() => (choose ?? addAfterChosen)(kind)}
            onDragStart={(event) => {
              event.dataTransfer.setData(KIND_MIME, kind);
              event.dataTransfer.effectAllowed = "copy";
            }}
          >
            <span className={css.icon}>
              <Icon size={15} stroke={2} />
            </span>
            {t(`kind.${kind}`)}
          </button>
        ))}
      </section>
    ));
}
