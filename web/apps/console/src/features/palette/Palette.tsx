import { Modal } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import css from "./Palette.module.css";
import { listKeys } from "../../ui/listKeys";
import { isMac, keyLabel } from "../../ui/keys";
import { earlyWords, endEarly, onEarly } from "../../ui/early";
import { useGroups, type Entry } from "./entries";

interface Props {
  close(): void;
  showKeys(): void;
}

/** Anything, by typing: a conversation, a place, a command. */
export default function Palette({ close, showKeys }: Props) {
  const { t } = useTranslation();
  const [query, setQuery] = useState(earlyWords);
  const [at, setAt] = useState(0);
  useEffect(() => {
    const forget = onEarly(setQuery);
    return () => {
      forget();
      endEarly();
    };
  }, []);
  const groups = useGroups(query, showKeys);
  const entries = groups.flatMap((group) => group.entries);
  const run = (entry: Entry | undefined) => {
    if (!entry) return;
    close();
    entry.run();
  };
  const keys = listKeys(at, entries.length, setAt, (one) => run(entries[one]));
  return (
    <Modal
      opened
      onClose={close}
      withCloseButton={false}
      centered={false}
      yOffset="12vh"
      size={560}
      padding={0}
      attributes={{ content: { "aria-label": t("palette.label") } }}
    >
      <SearchField
        query={query}
        active={entries[at] ? `palette-${at}` : undefined}
        keys={keys}
        change={(text) => {
          setQuery(text);
          setAt(0);
        }}
      />
      <div id="palette-entries" role="listbox" aria-label={t("palette.label")} className={`${css.entries} scroll`}>
        {groups.map((group) => (
          <div key={group.name} role="group" aria-label={t(`desk.palette.group.${group.name}`)} className={css.group}>
            <p className={css.title} aria-hidden="true">
              {t(`desk.palette.group.${group.name}`)}
            </p>
            {group.entries.map((entry) => {
              const i = entries.indexOf(entry);
              return (
                <Line key={entry.id} entry={entry} index={i} active={i === at} hover={() => setAt(i)} run={() => run(entry)} />
              );
            })}
          </div>
        ))}
        {entries.length === 0 && <p className={css.nothing}>{t("palette.nothing")}</p>}
      </div>
    </Modal>
  );
}

interface SearchProps {
  query: string;
  active: string | undefined;
  keys(event: KeyboardEvent): void;
  change(query: string): void;
}

function SearchField({ query, active, keys, change }: SearchProps) {
  const { t } = useTranslation();
  return (
    <label className={css.search}>
      <IconSearch size={18} aria-hidden="true" />
      <input
        data-autofocus
        value={query}
        placeholder={t("palette.placeholder")}
        aria-label={t("palette.placeholder")}
        role="combobox"
        aria-expanded
        aria-controls="palette-entries"
        aria-activedescendant={active}
        onChange={(event) => change(event.target.value)}
        onKeyDown={keys}
        onFocus={endEarly}
      />
    </label>
  );
}

interface LineProps {
  entry: Entry;
  index: number;
  active: boolean;
  hover(): void;
  run(): void;
}

function Line({ entry, index, active, hover, run }: LineProps) {
  return (
    <div
      ref={(element) => {
        if (active) element?.scrollIntoView({ block: "nearest" });
      }}
      id={`palette-${index}`}
      role="option"
      aria-selected={active}
      className={css.entry}
      onMouseMove={hover}
      onClick={run}
    >
      <span className={css.icon}>{entry.icon}</span>
      <span className={css.name}>{entry.name}</span>
      {entry.detail && <span className={css.detail}>{entry.detail}</span>}
      {entry.keys && <kbd className={css.keys}>{keyLabel(entry.keys, isMac())}</kbd>}
    </div>
  );
}
