import { Button } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPencil, IconPlus, IconTag, IconTrash } from "@tabler/icons-react";
import type { TagView } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../../api/lists";
import { useWorkspace } from "../../app/workspace";
import { queries } from "../../live/listFetch";
import { Empty } from "../../ui/Empty";
import { IconButton } from "../../ui/IconButton";
import { sayWhy } from "../../ui/sayWhy";
import { TagChip } from "../../ui/TagChip";
import { toast } from "../../ui/toasts";
import page from "../settings/Settings.module.css";
import { DeleteTag } from "./DeleteTag";
import { TagForm } from "./TagForm";
import css from "./TagsPage.module.css";

export const refetchTags = () => queries.invalidateQueries({ queryKey: ["me"] });

/** The account's tags: create, rename, recolour, order, delete. */
export default function TagsPage() {
  const { t } = useTranslation();
  const { tags = [] } = useWorkspace();
  const [editing, setEditing] = useState<string | null>(null); // a tag's id, "" = a new one
  const [deleting, setDeleting] = useState<TagView | null>(null);
  return (
    <>
      <header className={page.head}>
        <div>
          <h1>{t("lists.tagsPage.title")}</h1>
          <p className={page.lead}>{t("lists.tagsPage.lead")}</p>
        </div>
        <Button size="sm" leftSection={<IconPlus size={16} />} onClick={() => setEditing("")}>
          {t("lists.tagsPage.new")}
        </Button>
      </header>
      {editing === "" && <TagForm close={() => setEditing(null)} />}
      {tags.length === 0 && editing === null && (
        <Empty
          icon={<IconTag size={22} />}
          title={t("lists.tagsPage.none")}
          text={t("lists.tagsPage.noneText")}
          action={{ label: t("lists.tagsPage.new"), run: () => setEditing("") }}
        />
      )}
      <ul className={css.tags} data-testid="tags">
        {tags.map((tag, at) => (
          <li key={tag.id}>
            {editing === tag.id ? (
              <TagForm tag={tag} close={() => setEditing(null)} />
            ) : (
              <Line tag={tag} at={at} last={at === tags.length - 1} edit={() => setEditing(tag.id)} remove={() => setDeleting(tag)} />
            )}
          </li>
        ))}
      </ul>
      {deleting && <DeleteTag tag={deleting} close={() => setDeleting(null)} />}
    </>
  );
}

interface LineProps {
  tag: TagView;
  at: number;
  last: boolean;
  edit(): void;
  remove(): void;
}

function Line({ tag, at, last, edit, remove }: LineProps) {
  const { t } = useTranslation();
  const { name } = tag;
  return (
    <div className={css.line} data-testid="tag-line">
      <span className={css.chip}>
        <TagChip tag={tag} />
      </span>
      <IconButton label={t("lists.tagsPage.up", { name })} disabled={at === 0} onClick={() => void move(tag, at - 1)}>
        <IconArrowUp size={16} />
      </IconButton>
      <IconButton label={t("lists.tagsPage.down", { name })} disabled={last} onClick={() => void move(tag, at + 1)}>
        <IconArrowDown size={16} />
      </IconButton>
      <IconButton label={t("lists.tagsPage.edit", { name })} onClick={edit}>
        <IconPencil size={16} />
      </IconButton>
      <IconButton label={t("lists.tagsPage.deleteOne", { name })} onClick={remove}>
        <IconTrash size={16} />
      </IconButton>
    </div>
  );
}

async function move(tag: TagView, position: number): Promise<void> {
  try {
    await api.changeTag(tag.id, { position });
    await refetchTags();
  } catch (error) {
    toast({ tone: "bad", text: sayWhy(error) });
  }
}
