import { Popover } from "@mantine/core";
import { IconCheck, IconSearch } from "@tabler/icons-react";
import type { TagView } from "@tertulia/protocol";
import { useId, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { canManage, useWorkspace } from "../app/workspace";
import { matches } from "../rules/search";
import { listKeys } from "./listKeys";
import { TagDot } from "./TagChip";
import css from "./TagPicker.module.css";

interface Props {
  /** What opens it: a button; it gets onClick. */
  children: ReactElement<{ onClick?: () => void }>;
  opened: boolean;
  setOpened(opened: boolean): void;
  /** Ids of the tags that are on. */
  selected: readonly string[];
  add(id: string): void;
  remove(id: string): void;
}

/** Puts tags on something and takes them off, one at a time, found by typing. */
export function TagPicker({ children, opened, setOpened, ...rest }: Props) {
  const { t } = useTranslation();
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={240} trapFocus returnFocus withRoles>
      <Popover.Target>{children}</Popover.Target>
      <Popover.Dropdown p={6} aria-label={t("lists.tag.change")}>
        {opened && <Choices {...rest} />}
      </Popover.Dropdown>
    </Popover>
  );
}


type ChoicesProps = Pick<Props, "selected" | "add" | "remove">;

export function Choices({ selected, add, remove }: ChoicesProps) {
  const { t } = useTranslation();
  const { tags = [] } = useWorkspace();
  const id = useId();
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const found = tags.filter((tag) => matches(tag.name, query));
  const toggle = (tag: TagView | undefined) => {
    if (tag) (selected.includes(tag.id) ? remove : add)(tag.id);
  };
  const keys = listKeys(at, found.length, setAt, (one) => toggle(found[one]));
  return (
    <>
      <div className={css.search}>
        <IconSearch size={15} aria-hidden="true" />
        <input
          data-autofocus
          value={query}
          placeholder={t("lists.tag.search")}
          aria-label={t("lists.tag.search")}
          role="combobox"
          aria-expanded
          aria-controls={id}
          aria-activedescendant={found[at] && `${id}-${found[at].id}`}
          onKeyDown={keys}
          onChange={({ currentTarget }) => {
            setQuery(currentTarget.value);
            setAt(0);
          }}
        />
      </div>
      <div id={id} role="listbox" aria-multiselectable aria-label={t("lists.tags")} className={css.list}>
        {found.map((tag, i) => (
          <div
            key={tag.id}
            id={`${id}-${tag.id}`}
            role="option"
            aria-selected={selected.includes(tag.id)}
            data-active={i === at || undefined}
            className={css.option}
            onClick={() => toggle(tag)}
          >
            <TagDot colour={tag.colour} />
            <span className={css.name} dir="auto">{tag.name}</span>
            {selected.includes(tag.id) && <IconCheck size={16} aria-hidden="true" />}
          </div>
        ))}
      </div>
      {found.length === 0 && <p className={css.none}>{t(tags.length ? "lists.tag.none" : "lists.tag.noneYet")}</p>}
      <Manage />
    </>
  );
}

function Manage() {
  const { t } = useTranslation();
  const { me } = useWorkspace();
  if (!canManage(me)) return null;
  return (
    <Link href="/settings/tags" className={css.manage}>
      {t("lists.tag.manage")}
    </Link>
  );
}
