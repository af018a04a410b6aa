import { IconTag } from "@tabler/icons-react";
import type { ConversationView } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useTags } from "../../app/workspace";
import { changeConversation } from "../../commands/changeConversation";
import { IconButton } from "../../ui/IconButton";
import { useShortcuts } from "../../ui/shortcuts";
import { TagChip } from "../../ui/TagChip";
import { TagPicker } from "../../ui/TagPicker";
import css from "./ThreadTags.module.css";

/** The conversation's tags, under its head; nothing where there are none. */
export function ThreadTags({ row }: { row: ConversationView }) {
  const { t } = useTranslation();
  const tags = useTags(row.tags);
  if (tags.length === 0) return null;
  return (
    <ul className={css.tags} aria-label={t("lists.tag.on")} data-testid="thread-tags">
      {tags.map((tag) => (
        <li key={tag.id}>
          <TagChip tag={tag} remove={() => void changeConversation(row.id, { remove_tags: [tag.id] })} />
        </li>
      ))}
    </ul>
  );
}

/** The button that opens the choice of tags. */
export function TagMenu({ row }: { row: ConversationView }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  useShortcuts({ l: () => setOpened(true) });
  return (
    <TagPicker
      opened={opened}
      setOpened={setOpened}
      selected={row.tags ?? []}
      add={(id) => void changeConversation(row.id, { add_tags: [id] })}
      remove={(id) => void changeConversation(row.id, { remove_tags: [id] })}
    >
      <IconButton label={t("lists.tag.change")} keys="L" onClick={() => setOpened(!opened)} data-testid="tag-menu">
        <IconTag size={18} />
      </IconButton>
    </TagPicker>
  );
}
