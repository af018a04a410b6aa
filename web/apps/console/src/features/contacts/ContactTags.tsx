import { IconPlus } from "@tabler/icons-react";
import type { ContactView } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../../app/workspace";
import { tagContact } from "../../commands/tagContact";
import { TagChip } from "../../ui/TagChip";
import { TagPicker } from "../../ui/TagPicker";
import css from "./ContactTags.module.css";

export function ContactTags({ contact }: { contact: ContactView }) {
  const { t } = useTranslation();
  const { tags = [] } = useWorkspace();
  const [opened, setOpened] = useState(false);
  const on = contact.tags ?? [];
  return (
    <div className={css.tags} data-testid="contact-tags">
      {tags
        .filter((tag) => on.includes(tag.id))
        .map((tag) => (
          <TagChip key={tag.id} tag={tag} remove={() => void tagContact(contact, tag.id, false)} />
        ))}
      <TagPicker
        opened={opened}
        setOpened={setOpened}
        selected={on}
        add={(id) => void tagContact(contact, id, true)}
        remove={(id) => void tagContact(contact, id, false)}
      >
        <button type="button" className={css.add} onClick={() => setOpened(!opened)}>
          <IconPlus size={13} aria-hidden="true" /> {t("contacts.addTag")}
        </button>
      </TagPicker>
    </div>
  );
}
